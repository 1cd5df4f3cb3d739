package dev.brine.gateway.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectoryLookTest extends FilesCase {

    private static final long SEED = 20261121;

    private Look look(String codec) throws Exception {
        FileSettings settings = settings(FileSettings.Mode.DIRECTORY, "in", codec);
        return new DirectoryLook(settings, shipper(settings), checkpoint(), clock);
    }

    private Path put(String name, String text) throws Exception {
        return Files.writeString(
                Files.createDirectories(directory.resolve("in")).resolve(name), text);
    }

    private static void all(Look look) throws Exception {
        boolean more = true;
        while (more) {
            more = look.once();
        }
    }

    private List<String> names(String of) throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve(of))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(FilesCase::order).collect(Collectors.joining("\n"));
    }

    private byte[] container(CodecFactory codec, int records) throws Exception {
        Schema schema = new Schema.Parser().parse(Schemas.ORDER.replace('\'', '"'));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec);
            writer.setSyncInterval(100);
            writer.create(schema, bytes);
            for (int i = 0; i < records; i++) {
                GenericRecord order = new GenericData.Record(schema);
                order.put("id", "o" + i);
                order.put("count", i);
                writer.append(order);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void filesAreSentInTheOrderOfTheirNamesAndMovedToDone() throws Exception {
        put("b.jsonl", lines(10, 12));
        put("a.jsonl", lines(0, 3) + "\n\n");
        put(".hidden", lines(90, 91));
        put("half.tmp", lines(90, 91));
        put("half.part", lines(90, 91));
        all(look("ndjson"));

        assertThat(ids()).containsExactly("0", "1", "2", "10", "11");
        assertThat(writer.records().get(2).position()).matches("a.jsonl@[0-9.]+:3");
        assertThat(names("done")).containsExactly("a.jsonl", "b.jsonl");
        assertThat(names("in")).containsExactly(".hidden", ".processing", "half.part", "half.tmp");
    }

    @Test
    void fileWithABadLineIsSentButForThatAndMovedToError() throws Exception {
        put("a.jsonl", order(1) + "\nnonsense\n" + order(2));
        all(look("ndjson"));

        assertThat(ids()).containsExactly("1", "2");
        assertThat(writer.rejected()).singleElement().satisfies(letter -> assertThat(letter.position())
                .matches("a.jsonl@[0-9.]+:2"));
        assertThat(names("error")).containsExactly("a.jsonl");
        assertThat(names("done")).isEmpty();
    }

    @Test
    void nameThatComesTwiceOverwritesNothing() throws Exception {
        put("a.jsonl", lines(0, 1));
        all(look("ndjson"));
        put("a.jsonl", lines(1, 2));
        all(look("ndjson"));

        assertThat(ids()).containsExactly("0", "1");
        assertThat(names("done")).containsExactly("a.jsonl", "a.jsonl.1");
        assertThat(writer.records()).extracting(SourceRecord::position).doesNotHaveDuplicates();
    }

    @Test
    void fileThatIsStillWrittenToIsLeftAlone() throws Exception {
        // Given
        FileSettings settings = settings(FileSettings.Mode.DIRECTORY, "in", "ndjson");
        settings = new FileSettings(
                "in",
                settings.mode(),
                settings.path(),
                settings.done(),
                settings.error(),
                "ndjson",
                "t",
                settings.interval(),
                Duration.ofSeconds(2),
                settings.maxFile(),
                settings.maxRecord(),
                false);
        Path file = put("a.jsonl", lines(0, 1));
        var written = Files.getLastModifiedTime(file).toInstant();
        Look young = new DirectoryLook(settings, shipper(settings), checkpoint(), at(written.plusSeconds(1)));
        Look old = new DirectoryLook(settings, shipper(settings), checkpoint(), at(written.plusSeconds(3)));

        // Then
        assertThat(young.once()).isFalse();
        assertThat(young.once()).isFalse();
        assertThat(old.once()).isFalse();
        assertThat(old.once()).isTrue();
        assertThat(ids()).containsExactly("0");
    }

    @Test
    void afterACrashOnlyWhatWasNotNotedIsSentAgain() throws Exception {
        // Given a crash in the third batch
        put("a.jsonl", lines(0, 1_600));
        writer.failAfter(1_200);
        assertThatThrownBy(() -> all(look("ndjson"))).isInstanceOf(NotShippedException.class);
        assertThat(names("in/.processing")).containsExactly("a.jsonl");

        // When
        writer.failAfter(10_000);
        all(look("ndjson"));

        // Then
        List<String> ids = ids();
        assertThat(ids.subList(0, 1_200))
                .isEqualTo(IntStream.range(0, 1_200).mapToObj(String::valueOf).toList());
        assertThat(ids.subList(1_200, ids.size()))
                .isEqualTo(
                        IntStream.range(1_000, 1_600).mapToObj(String::valueOf).toList());
        assertThat(names("done")).containsExactly("a.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate"})
    void containerFilesAreRead(String codec) throws Exception {
        Files.write(put("a.avro", ""), container(CodecFactory.fromString(codec), 50));
        all(look("avro"));

        assertThat(ids())
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "o" + i).toList());
        assertThat(writer.records().get(49).position()).matches("a.avro@[0-9.]+:49");
        assertThat(names("done")).containsExactly("a.avro");
    }

    @Test
    void containerFilesThatAreDamagedEndInErrorWithWhatStoodBeforeTheDamage() throws Exception {
        // Given
        byte[] whole = container(CodecFactory.deflateCodec(5), 60);
        Random random = new Random(SEED);
        for (int round = 0; round < 60; round++) {
            byte[] damaged = whole.clone();
            int cut = random.nextBoolean() ? damaged.length : random.nextInt(damaged.length);
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(put("a" + round + ".avro", ""), Arrays.copyOf(damaged, cut));
        }

        // When
        all(look("avro"));

        // Then
        assertThat(names("in")).containsExactly(".processing");
        assertThat(names("done").size() + names("error").size()).isEqualTo(60);
        assertThat(names("error")).as("seed %s", SEED).hasSizeGreaterThan(35);
    }

    @Test
    void picklesOneBehindTheOtherAreReadUpToABrokenOne() throws Exception {
        // Given {'id': 'a'} and {'id': 'b'} by CPython's pickle.dumps(..., 2), and half of one
        byte[] one = {(byte) 0x80, 2, '}', 'X', 2, 0, 0, 0, 'i', 'd', 'X', 1, 0, 0, 0, 'a', 's', '.'};
        byte[] other = one.clone();
        other[15] = 'b';
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(one);
        bytes.write(other);
        bytes.write(one, 0, 9);
        Files.write(put("a.pickle", ""), bytes.toByteArray());

        // When
        all(look("pickle"));

        // Then
        assertThat(ids()).containsExactly("a", "b");
        assertThat(writer.rejected()).hasSize(1);
        assertThat(names("error")).containsExactly("a.pickle");
    }

    @Test
    void newFileOfANameInheritsNothingFromTheOneThatWasMovedOnWhenACrashCame() throws Exception {
        // Given a crash between the move to done and the note of it
        put("a.jsonl", lines(0, 2));
        Look crashing = look("ndjson");
        assertThat(crashing.once()).isTrue();
        crashing.close();
        Files.move(directory.resolve("in/.processing/a.jsonl"), directory.resolve("done/a.jsonl"));

        // When
        put("a.jsonl", lines(2, 6));
        all(look("ndjson"));

        // Then
        assertThat(ids()).containsExactly("0", "1", "2", "3", "4", "5");
    }

    @Test
    void sourceMayEndBetweenTwoBatches() throws Exception {
        put("a.jsonl", lines(0, 1_600));
        Look look = look("ndjson");
        look.once();

        assertThat(ids()).hasSize(500);
    }

    @Test
    void restOfAFileThatCannotBeReadIsADeadLetterThatSaysWhy() throws Exception {
        // Given a container that was cut off, with whole blocks before the cut
        byte[] whole = container(CodecFactory.nullCodec(), 60);
        Files.write(put("a.avro", ""), Arrays.copyOf(whole, whole.length - 5));
        put("b.avro", "no container");

        // When
        all(look("avro"));

        // Then
        assertThat(ids()).isNotEmpty().hasSizeLessThan(60);
        assertThat(names("error")).containsExactly("a.avro", "b.avro");
        assertThat(names("done")).isEmpty();
        assertThat(writer.rejected()).hasSize(2).allSatisfy(letter -> assertThat(letter.bytes())
                .isEmpty());
        assertThat(writer.rejected().get(0).position()).matches("a.avro@[0-9.]+:after-" + ids().size());
        assertThat(writer.rejected().get(0).cause())
                .hasMessageContaining("a.avro cannot be read further than " + ids().size() + " records")
                .hasMessageContaining("it ends in the middle")
                .hasMessageContaining(directory.resolve("error").toString());
    }

    @Test
    void fileThatNobodyMayReadIsGivenUpAfterAWhileAndHoldsUpNoOther() throws Exception {
        // Given what no reader can open
        put("b.jsonl", lines(0, 1));
        Look look = look("ndjson");
        Files.createDirectories(directory.resolve("in/.processing/a.jsonl"));

        // When
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(look::once).isInstanceOf(IOException.class);
        }
        all(look);

        // Then
        assertThat(ids()).containsExactly("0");
        assertThat(names("error")).containsExactly("a.jsonl");
        assertThat(writer.rejected()).hasSize(1);
    }

    @Test
    void whatCannotBeNotedIsNotSentAgainAndAgain() throws Exception {
        // Given
        put("a.jsonl", lines(0, 3));
        Look look = look("ndjson");
        Path blocked = Files.createDirectories(directory.resolve("checkpoints/in.checkpoint.tmp"));
        assertThatThrownBy(look::once).isInstanceOf(IOException.class);
        assertThatThrownBy(look::once).isInstanceOf(IOException.class);

        // When
        Files.delete(blocked);
        all(look);

        // Then
        assertThat(ids()).containsExactly("0", "1", "2");
        assertThat(names("done")).containsExactly("a.jsonl");
    }

    @Test
    void recordThatKafkaWillNeverTakeIsADeadLetterAndTheOthersGoOn() throws Exception {
        writer.refusing(
                record -> String.valueOf(record.value()).contains("two"), new RecordTooLargeException("planned"));
        put("a.jsonl", order("one") + "\n" + order("two") + "\n" + order("three"));
        all(look("ndjson"));

        assertThat(ids()).containsExactly("one", "three");
        assertThat(writer.rejected()).singleElement().satisfies(letter -> {
            assertThat(new String(letter.bytes(), UTF_8)).isEqualTo(order("two"));
            assertThat(letter.cause()).hasMessageContaining("planned");
            assertThat(letter.contentType()).isEqualTo("application/json");
        });
        assertThat(names("error")).containsExactly("a.jsonl");
    }
}
