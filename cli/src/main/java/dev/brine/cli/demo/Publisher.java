package dev.brine.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.cli.StopRequest;
import dev.brine.producer.BrineProducer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends the items of one edition, each with its mark, and tells the observer what the broker acknowledged. */
final class Publisher implements Runnable {

    private final Edition edition;
    private final String run;
    private final String topic;
    private final double perSecond;
    private final int knownId;
    private final Observer observer;
    private final StopRequest stop;
    private final BrineProducer<String, Outgoing> producer;
    private final Map<String, Integer> sequences = new HashMap<>();
    private final LongAdder sent = new LongAdder();
    private long handed;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** A value and what is to be done to its bytes. */
    private record Outgoing(Object value, @Nullable Poison poison) {}

    /**
     * @param perSecond records a second, 0 for as fast as possible
     * @param knownId the id of a schema that begins with a text, for poison
     */
    Publisher(
            Edition edition,
            String run,
            String topic,
            double perSecond,
            int knownId,
            Map<String, Object> kafka,
            MeterRegistry meters,
            Observer observer,
            StopRequest stop) {
        this.edition = edition;
        this.run = run;
        this.topic = topic;
        this.perSecond = perSecond;
        this.knownId = knownId;
        this.observer = observer;
        this.stop = stop;
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put("client.id", "demo-" + edition.name());
        properties.putIfAbsent("linger.ms", "5");
        Serializer<Outgoing> values = new Values();
        this.producer = BrineProducer.sending(new StringSerializer(), values)
                .kafka(properties)
                .meters(meters)
                .build();
    }

    /** Sends all of it and waits for every acknowledgement. */
    @Override
    public void run() {
        try (producer) {
            long begin = System.nanoTime();
            for (Item item = edition.items().get();
                    item != null;
                    item = edition.items().get()) {
                if (stop.requested() || failure.get() != null) {
                    break;
                }
                pace(begin);
                send(item);
            }
            producer.flush();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    Edition edition() {
        return edition;
    }

    /** Records that the broker has acknowledged. */
    long sent() {
        return sent.sum();
    }

    /** Why a record could not be sent, if one could not. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    private void send(Item item) {
        int sequence = sequences.merge(item.key(), 1, Integer::sum) - 1;
        String poison = item.poison() == null
                ? null
                : item.poison().name().toLowerCase(Locale.ROOT).replace('_', '-');
        Mark mark = new Mark(run, edition.name(), item.key(), sequence, poison);
        ProducerRecord<String, Outgoing> record =
                new ProducerRecord<>(topic, item.key(), new Outgoing(item.value(), item.poison()));
        mark.writeTo(record.headers());
        if (item.line() > 0) {
            record.headers().add(InputLines.HEADER, Long.toString(item.line()).getBytes(UTF_8));
        }
        observer.sending();
        var unused = producer.send(record).whenComplete((metadata, error) -> {
            if (error == null) {
                sent.increment();
                observer.acknowledged(mark);
            } else {
                failure.compareAndSet(null, error);
            }
        });
    }

    /** Waits until the next record is due. */
    private void pace(long begin) {
        if (perSecond <= 0) {
            return;
        }
        long number = handed++;
        long due = begin + (long) (number / perSecond * TimeUnit.SECONDS.toNanos(1));
        for (long left = due - System.nanoTime(); left > 0 && !stop.requested(); left = due - System.nanoTime()) {
            LockSupport.parkNanos(this, Math.min(left, Duration.ofMillis(100).toNanos()));
        }
    }

    private final class Values implements Serializer<Outgoing> {

        @Override
        public byte[] serialize(String topic, Outgoing outgoing) {
            throw new UnsupportedOperationException("headers are needed");
        }

        @Override
        public byte[] serialize(String topic, org.apache.kafka.common.header.Headers headers, Outgoing outgoing) {
            byte[] value = edition.writer().write(topic, headers, outgoing.value());
            if (value == null) {
                throw new IllegalStateException("the demo sends no tombstones");
            }
            return outgoing.poison() == null ? value : outgoing.poison().spoil(value, knownId);
        }
    }
}
