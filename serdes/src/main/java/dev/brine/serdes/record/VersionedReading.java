package dev.brine.serdes.record;

import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Reading;
import io.micrometer.core.instrument.Timer;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** How the records of one topic, frame, codec and writer's schema are read. Immutable. */
final class VersionedReading<T> implements Reading<T> {

    private final String topic;
    private final String frame;
    private final int frameLength;
    private final String codec;
    private final SchemaVersion writer;
    private final Decoder<T> decoder;
    private final SerdeMeters meters;
    private final Timer read;
    private final Timer failed;

    VersionedReading(
            String topic,
            String frame,
            int frameLength,
            String codec,
            SchemaVersion writer,
            Decoder<T> decoder,
            SerdeMeters meters) {
        this.topic = topic;
        this.frame = frame;
        this.frameLength = frameLength;
        this.codec = codec;
        this.writer = writer;
        this.decoder = decoder;
        this.meters = meters;
        this.read = meters.timer("brine.decode", topic, writer, codec, "ok");
        this.failed = meters.timer("brine.decode", topic, writer, codec, "failed");
    }

    @Override
    public String frame() {
        return frame;
    }

    @Override
    public String codec() {
        return codec;
    }

    @Override
    public SchemaVersion writer() {
        return writer;
    }

    @Override
    public T decode(ByteBuffer bytes) {
        boolean watched = meters.watched();
        long start = watched ? System.nanoTime() : 0;
        try {
            T value = decoder.decode(bytes);
            if (watched) {
                read.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
            return value;
        } catch (DecodeException e) {
            if (watched) {
                failed.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
            throw e.in("topic " + topic + ", " + writer.name(), frameLength);
        }
    }

    @Override
    public String toString() {
        return frame + ", " + codec + ", " + writer;
    }
}
