package dev.brine.gateway.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.pickle.PickleOptions;
import dev.brine.serdes.pickle.PickleReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RotatingFileTest {

    private static final Schema TEXT = Schema.create(Schema.Type.STRING);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    @Test
    void fullFileIsRenamedAndTheNextBegins() throws IOException {
        // Given
        RotatingFile file = open("a.jsonl", new LineFile(), 10, DAY);

        // When
        file.write(lines("123", "456"));
        file.write(lines("7890"));
        file.write(lines("b"));
        file.close(Duration.ZERO);

        // Then
        assertThat(Files.readString(directory.resolve("a.jsonl"))).isEqualTo("b\n");
        assertThat(rotated("a-")).singleElement().satisfies(full -> {
            assertThat(full.getFileName().toString()).matches("a-\\d{8}T\\d{9}Z\\.jsonl");
            assertThat(Files.readString(full)).isEqualTo("123\n456\n7890\n");
        });
    }

    @Test
    void oldFileIsRenamedAlsoWithoutRecords() throws IOException {
        // Given
        RotatingFile file = open("a.jsonl", new LineFile(), 1000, Duration.ZERO.plusNanos(1));

        // When
        file.idle();
        assertThat(rotated("a-")).isEmpty();
        file.write(lines("x"));
        file.idle();

        // Then
        assertThat(rotated("a-")).hasSize(1);
        file.close(Duration.ZERO);
    }

    @Test
    void lineThatACrashCutIsCutOff() throws IOException {
        // Given
        Files.writeString(directory.resolve("a.jsonl"), "one\ntwo\nthr");

        // When
        RotatingFile file = open("a.jsonl", new LineFile(), 1000, DAY);
        file.write(lines("three"));
        file.close(Duration.ZERO);

        // Then
        assertThat(Files.readString(directory.resolve("a.jsonl"))).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void longLineWithoutEndIsCutOff() throws IOException {
        Files.writeString(directory.resolve("a.jsonl"), "one\n" + "x".repeat(200_000));
        assertThat(new LineFile().wholeLength(directory.resolve("a.jsonl"))).isEqualTo(4);
        Files.writeString(directory.resolve("a.jsonl"), "x".repeat(200_000));
        assertThat(new LineFile().wholeLength(directory.resolve("a.jsonl"))).isZero();
    }

    @Test
    void avroFileIsGoneOnWithAfterACrashAtAnyByte() throws IOException {
        // Given
        RotatingFile whole = open("whole.avro", new AvroFile(false), 1 << 20, DAY);
        whole.write(avro("one", "two"));
        whole.write(avro("three"));
        whole.close(Duration.ZERO);
        byte[] bytes = Files.readAllBytes(directory.resolve("whole.avro"));

        for (int cut = 0; cut <= bytes.length; cut++) {
            Path path = directory.resolve("a.avro");
            Files.write(path, Arrays.copyOf(bytes, cut));

            // When
            RotatingFile file = open("a.avro", new AvroFile(false), 1 << 20, DAY);
            file.write(avro("four"));
            file.close(Duration.ZERO);

            // Then
            List<String> found = texts(path);
            assertThat(found).as("cut at %d of %d", cut, bytes.length).endsWith("four");
            assertThat(found.subList(0, found.size() - 1))
                    .isIn(List.of(), List.of("one", "two"), List.of("one", "two", "three"));
            if (cut == bytes.length) {
                assertThat(found).hasSize(4);
            }
        }
    }

    @Test
    void avroFileHasOneSchema() throws IOException {
        // Given
        RotatingFile file = open("a.avro", new AvroFile(false), 1 << 20, DAY);
        Schema number = Schema.create(Schema.Type.BYTES);

        // When
        file.write(avro("one"));
        file.write(List.of(item(new FileEntry(new byte[] {2, 7}, number))));
        file.close(Duration.ZERO);

        // Then
        assertThat(rotated("a-")).singleElement().satisfies(full -> assertThat(texts(full))
                .containsExactly("one"));
        assertThat(values(directory.resolve("a.avro"))).containsExactly(ByteBuffer.wrap(new byte[] {7}));
    }

    @Test
    void picklesAreGoneOnWithAfterACrashAtAnyByte() throws IOException {
        // Given
        byte[] one = {(byte) 0x80, 4, 'K', 1, '.'};
        // The second with a frame, as CPython writes it from protocol 4 on
        byte[] framed = {(byte) 0x80, 4, (byte) 0x95, 3, 0, 0, 0, 0, 0, 0, 0, 'K', 2, '.'};
        byte[] both = Arrays.copyOf(one, one.length + framed.length);
        System.arraycopy(framed, 0, both, one.length, framed.length);

        for (int cut = 0; cut <= both.length; cut++) {
            Path path = directory.resolve("a.pickle");
            Files.write(path, Arrays.copyOf(both, cut));

            // When
            RotatingFile file = open("a.pickle", new PickleFile(), 1 << 20, DAY);
            file.write(List.of(item(new FileEntry(one, null))));
            file.close(Duration.ZERO);

            // Then
            ByteBuffer pickles = ByteBuffer.wrap(Files.readAllBytes(path));
            List<Object> found = new ArrayList<>();
            while (pickles.hasRemaining()) {
                found.add(new PickleReader(PickleOptions.DEFAULT).readNext(pickles));
            }
            assertThat(found)
                    .as("cut at %d", cut)
                    .isEqualTo(cut == both.length ? List.of(1L, 2L, 1L) : cut >= 5 ? List.of(1L, 1L) : List.of(1L));
        }
    }

    @Test
    void fileOfAnotherKindIsLeftAlone() throws IOException {
        Path path = Files.writeString(directory.resolve("notes.txt"), "my notes, and no Avro at all");
        assertThatThrownBy(() -> open("notes.txt", new AvroFile(false), 1000, DAY))
                .hasMessageContaining("is not an Avro container file")
                .hasMessageContaining("move it away");
        assertThatThrownBy(() -> open("notes.txt", new PickleFile(), 1000, DAY))
                .hasMessageContaining("is not a file of pickles");
        assertThat(path).hasContent("my notes, and no Avro at all");
    }

    @Test
    void fileThatSomebodyWritesIsRefused() throws IOException {
        RotatingFile first = open("a.jsonl", new LineFile(), 1000, DAY);
        assertThatThrownBy(() -> open("a.jsonl", new LineFile(), 1000, DAY))
                .hasMessage(directory.resolve("a.jsonl") + " is written by somebody else");
        first.close(Duration.ZERO);
        open("a.jsonl", new LineFile(), 1000, DAY).close(Duration.ZERO);
    }

    private RotatingFile open(String name, FileKind kind, long size, Duration age) throws IOException {
        RotatingFile file = new RotatingFile(directory.resolve(name), kind, size, age, Clock.systemUTC());
        file.open();
        return file;
    }

    private static List<BatchThread.Item<FileEntry>> lines(String... texts) {
        return Arrays.stream(texts)
                .map(text -> item(new FileEntry((text + "\n").getBytes(UTF_8), null)))
                .toList();
    }

    private static List<BatchThread.Item<FileEntry>> avro(String... texts) throws IOException {
        List<BatchThread.Item<FileEntry>> items = new ArrayList<>();
        for (String text : texts) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(TEXT).write(text, encoder);
            encoder.flush();
            items.add(item(new FileEntry(bytes.toByteArray(), TEXT)));
        }
        return items;
    }

    private static BatchThread.Item<FileEntry> item(FileEntry entry) {
        return new BatchThread.Item<>(entry, new CompletableFuture<>());
    }

    private static List<String> texts(Path file) throws IOException {
        return values(file).stream().map(Object::toString).toList();
    }

    /** Reads a container file to its end, as its specification says. */
    private static List<Object> values(Path file) throws IOException {
        BinaryDecoder bytes = DecoderFactory.get().binaryDecoder(Files.readAllBytes(file), null);
        byte[] magic = new byte[4];
        bytes.readFixed(magic);
        assertThat(magic).containsExactly('O', 'b', 'j', 1);
        Map<String, String> entries = new HashMap<>();
        for (long count = bytes.readMapStart(); count != 0; count = bytes.mapNext()) {
            for (long i = 0; i < count; i++) {
                entries.put(
                        bytes.readString(), UTF_8.decode(bytes.readBytes(null)).toString());
            }
        }
        assertThat(entries).containsOnlyKeys("avro.codec", "avro.schema").containsEntry("avro.codec", "null");
        byte[] marker = new byte[16];
        bytes.readFixed(marker);
        GenericDatumReader<Object> reader =
                new GenericDatumReader<>(new Schema.Parser().parse(entries.get("avro.schema")));
        List<Object> values = new ArrayList<>();
        while (!bytes.isEnd()) {
            long count = bytes.readLong();
            long size = bytes.readLong();
            assertThat(size).isPositive();
            for (long i = 0; i < count; i++) {
                values.add(reader.read(null, bytes));
            }
            byte[] found = new byte[16];
            bytes.readFixed(found);
            assertThat(found).isEqualTo(marker);
        }
        return values;
    }

    private List<Path> rotated(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
