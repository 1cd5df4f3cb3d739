package dev.brine.gateway.sink;

import static java.util.Objects.requireNonNull;

import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.consumer.RecordOutcome;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.source.Condition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A file: JSON lines, an Avro container file, or pickles one behind the other. What is there to be written is written
 * together and synced to the disk once; then its records are finished. A full file is renamed, so that the name in the
 * configuration is always the one that grows.
 *
 * <p>At the start what a crash left half-written at the end is cut off. Records may be in the files twice, never missing.
 * Tombstones have no value to write into Avro files or as values alone, and are finished without.
 */
final class FileSink implements BatchSink {

    private final Settings settings;
    private final Optional<Encodings> encodings;
    private final RecordLines lines;
    private @Nullable BatchThread<FileEntry> thread;

    /** What the file holds. */
    enum Format {
        JSON_LINES,
        AVRO,
        PICKLE
    }

    /** What a JSON line has. */
    enum Content {
        /** Topic, partition, offset, key, headers and value, as {@code brine consume} prints them. */
        RECORD,
        VALUE
    }

    /**
     * @param rotateSize a file that has reached it is renamed
     * @param rotateAfter a file that old is renamed, if it has records
     */
    record Settings(Path path, Format format, Content content, long rotateSize, Duration rotateAfter) {
        static Settings from(Section section) {
            Format format = section.oneOf("format", Format.JSON_LINES);
            Content content = section.oneOf("content", format == Format.JSON_LINES ? Content.RECORD : Content.VALUE);
            if (format != Format.JSON_LINES && content == Content.RECORD) {
                section.mistake("content", "record", "value; only json-lines can hold whole records");
            }
            Section rotate = section.sectionOrEmpty("rotate");
            Settings settings = new Settings(
                    section.path("path"),
                    format,
                    content,
                    rotate.size("size", 128L << 20, 1024, 1L << 40),
                    rotate.duration("after", Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofDays(366)));
            rotate.done();
            return settings;
        }
    }

    FileSink(Settings settings) {
        this.settings = settings;
        this.lines = new RecordLines(settings.content() == Content.VALUE);
        this.encodings = settings.format() == Format.JSON_LINES
                ? Optional.empty()
                : Optional.of(new Encodings(settings.format() == Format.AVRO ? "avro" : "pickle"));
    }

    @Override
    public void start(SinkContext context) throws Exception {
        FileKind kind =
                switch (settings.format()) {
                    case JSON_LINES -> FileKind.lines();
                    case PICKLE -> FileKind.pickles();
                    case AVRO -> FileKind.avro(false);
                };
        RotatingFile file = new RotatingFile(
                settings.path(), kind, settings.rotateSize(), settings.rotateAfter(), Clock.systemUTC());
        file.open();
        BatchThread<FileEntry> batches = new BatchThread<>("brine-file-sink-" + context.worker(), file);
        batches.start();
        thread = batches;
    }

    @Override
    public List<RecordOutcome> acceptAll(List<Message<byte[], Object>> batch) throws InterruptedException {
        return Batched.write(batch, requireNonNull(thread, "start comes first"), this::entry);
    }

    private FileEntry entry(Message<byte[], Object> message) {
        boolean tombstone = message.value() == null;
        if (encodings.isEmpty()) {
            return new FileEntry(lines.line(message), null);
        }
        if (tombstone) {
            return new FileEntry(new byte[0], null);
        }
        Schema schema = Encodings.schemaOf(message);
        byte[] bytes = encodings.get().encode(message);
        if (bytes.length > settings.rotateSize()) {
            throw new GiveUpException(
                    message.position() + " is larger than a whole file may be, " + settings.rotateSize() + " bytes");
        }
        return new FileEntry(bytes, settings.format() == Format.AVRO ? schema : null);
    }

    @Override
    public void close(Duration atMost) {
        if (thread != null) {
            thread.close(atMost);
        }
    }

    @Override
    public Condition condition() {
        return thread == null ? Condition.notReady("not started") : thread.condition();
    }
}
