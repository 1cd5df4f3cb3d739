package dev.brine.serdes.record;

import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.frame.Stamp;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;

/** How one kind of object is written to one topic. Immutable. */
final class WritePlan<T> {

    private final String topic;
    private final SchemaVersion version;
    private final Encoder<T> encoder;
    private final Stamp stamp;
    private final HeaderMarks marks;
    private final SerdeMeters meters;
    private final Timer written;
    private final Timer failed;

    WritePlan(
            String topic,
            SchemaVersion version,
            Encoder<T> encoder,
            Stamp stamp,
            HeaderMarks marks,
            SerdeMeters meters,
            String codec) {
        this.topic = topic;
        this.version = version;
        this.encoder = encoder;
        this.stamp = stamp;
        this.marks = marks;
        this.meters = meters;
        this.written = meters.timer("brine.encode", topic, version, codec, "ok");
        this.failed = meters.timer("brine.encode", topic, version, codec, "failed");
    }

    SchemaVersion version() {
        return version;
    }

    byte[] write(Headers headers, T value) {
        boolean watched = meters.watched();
        long start = watched ? System.nanoTime() : 0;
        boolean done = false;
        try {
            byte[] bytes = encoder.encode(stamp.prefix(), value);
            // After the value, so that a value that does not fit leaves the record as it was.
            marks.mark(headers, stamp);
            done = true;
            return bytes;
        } catch (EncodeException e) {
            throw e.in("topic " + topic + ", " + version.name());
        } finally {
            if (watched) {
                (done ? written : failed).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
        }
    }
}
