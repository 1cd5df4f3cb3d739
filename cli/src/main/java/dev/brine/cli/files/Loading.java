package dev.brine.cli.files;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.ProgressLine;
import dev.brine.cli.StopRequest;
import dev.brine.gateway.files.UnreadableFileException;
import dev.brine.producer.BrineProducer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * One load, with its ledger: what was read is acknowledged, or refused and said where, or, when the broker went away in the
 * middle, not known. Used by one thread; acknowledgements come on another.
 */
final class Loading implements AutoCloseable {

    private final Console console;
    private final BrineProducer<byte[], byte[]> producer;
    private final ProgressLine progress;
    private final AtomicLong acknowledged = new AtomicLong();
    private final Queue<Refused> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Refused> fatal = new AtomicReference<>();
    private long read;
    private long refused;
    private @Nullable UnreadableFileException broken;

    private record Refused(String place, Throwable cause) {}

    Loading(Console console, BrineProducer<byte[], byte[]> producer, ProgressLine progress) {
        this.console = console;
        this.producer = producer;
        this.progress = progress;
    }

    /** Sends all that is in the file, until its end, a fault of it, of the broker, or a signal. */
    void send(LoadFile file, StopRequest stop) throws IOException {
        try {
            while (!stop.requested() && fatal.get() == null) {
                LoadFile.Item item = file.next();
                if (item == null) {
                    return;
                }
                read++;
                if (item.record() == null) {
                    refuse(item.place(), String.valueOf(item.problem()));
                } else {
                    String place = item.place();
                    var unused =
                            producer.send(item.record()).whenComplete((metadata, failure) -> settle(place, failure));
                }
                tellRefusals();
                progress.show(acknowledged.get());
            }
        } catch (UnreadableFileException e) {
            broken = e;
        }
    }

    private void settle(String place, @Nullable Throwable failure) {
        if (failure == null) {
            acknowledged.incrementAndGet();
        } else if (isTheRecords(failure)) {
            refusals.add(new Refused(place, failure));
        } else {
            fatal.compareAndSet(null, new Refused(place, failure));
        }
    }

    /** Whether another record may fare better. */
    private static boolean isTheRecords(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException;
    }

    private void tellRefusals() {
        for (Refused one = refusals.poll(); one != null; one = refusals.poll()) {
            refuse(one.place(), "refused by the broker: " + one.cause().getMessage());
        }
    }

    private void refuse(String place, String why) {
        refused++;
        progress.clear();
        console.err().println("brine: " + place + ": " + why);
    }

    /**
     * Waits for every acknowledgement, and says the ledger.
     *
     * @return the exit code
     * @throws CliException if the broker went away, or will not have any of it
     */
    int finish(String name, boolean quiet) {
        producer.flush();
        tellRefusals();
        progress.clear();
        if (broken != null) {
            console.err().println("brine: " + name + ": " + broken.getMessage() + "; what follows was not read");
        }
        Refused failure = fatal.get();
        if (!quiet || refused > 0 || failure != null) {
            console.err().println("brine: " + ledger());
        }
        if (failure != null) {
            throw (failure.cause() instanceof RetriableException
                            ? CliException.unreachable(failure.place() + " was not acknowledged in time")
                            : CliException.failed(failure.place() + " was refused by the broker"))
                    .because(failure.cause().getMessage())
                    .causedBy(failure.cause());
        }
        if (broken != null && read == 0) {
            return ExitCode.FAILED;
        }
        return refused > 0 || broken != null ? ExitCode.UNREADABLE : ExitCode.DONE;
    }

    private String ledger() {
        long unknown = read - acknowledged.get() - refused;
        return String.format(
                        Locale.ROOT, "read %,d = acknowledged %,d + refused %,d", read, acknowledged.get(), refused)
                + (unknown == 0 ? "" : String.format(Locale.ROOT, " + not known %,d", unknown));
    }

    @Override
    public void close() {
        var unused = producer.close(Duration.ofSeconds(10));
    }
}
