package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.serdes.ContractSamples;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Brine writes is loaded by the CPython that is there, under an unpickler that allows nothing or three modules; and
 * what that CPython dumps is read. The frozen vectors of {@link CpythonVectorsTest} need no CPython.
 */
final class CpythonLoadsTest {

    private static final Path SCRIPT = Path.of("src/test/python/check_pickles.py");

    private static final Path MAKER = Path.of("src/test/python/make_pickles.py");

    private static final PickleReader READER = new PickleReader(PickleOptions.DEFAULT.shapes(Vectors.shapes()));

    @TempDir
    private Path folder;

    private record Written(String name, byte[] pickle, JsonNode expected) {}

    @BeforeAll
    static void needsPython() throws Exception {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 11))")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(
                there,
                "python3 of 3.11 or newer is not installed: what Brine writes is not loaded by CPython, nor the other way");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pure 2", "pure 3", "pure 4", "pure 5", "typed 2", "typed 3", "typed 4", "typed 5"})
    void everyValueIsLoadedAsItIs(String mode) throws Exception {
        // Given
        boolean typed = mode.startsWith("typed");
        int protocol = mode.charAt(mode.length() - 1) - '0';
        PickleWriter writer = new PickleWriter(protocol, typed, Limits.DEFAULT);
        List<Written> written = new ArrayList<>();
        for (Vectors.Vector vector : Vectors.values()) {
            Object value = READER.read(vector.pickle());
            if (vector.protocol() != 4) {
                continue;
            }
            if (protocol == 2 && hasBytes(value)) {
                assertThatThrownBy(() -> writer.write(value)).isInstanceOf(EncodeException.class);
            } else {
                written.add(new Written(vector.name(), writer.write(value), vector.value()));
            }
        }

        // When
        List<JsonNode> loaded = load(typed, written);

        // Then
        assertThat(written).hasSizeGreaterThan(100);
        for (int i = 0; i < written.size(); i++) {
            assertThat(loaded.get(i).get("value"))
                    .as("%s: %s", written.get(i).name(), loaded.get(i).get("error"))
                    .isEqualTo(written.get(i).expected());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pure 3", "pure 4", "pure 5", "typed 3", "typed 4", "typed 5"})
    void whatTheCodecWritesUnderASchemaIsLoaded(String mode) throws Exception {
        // Given
        boolean typed = mode.startsWith("typed");
        int protocol = mode.charAt(mode.length() - 1) - '0';
        PickleCodec codec = (typed ? new PickleCodec().typed() : new PickleCodec()).protocol(protocol);
        List<Written> written = new ArrayList<>();
        for (ContractSamples.Sample<?> sample : ContractSamples.all()) {
            byte[] pickle = encode(codec, sample);
            String json = new PickleJson(Limits.DEFAULT).toJson(READER.read(pickle));
            written.add(new Written(sample.name(), pickle, Vectors.JSON.readTree(json)));
        }

        // When
        List<JsonNode> loaded = load(typed, written);

        // Then
        for (int i = 0; i < written.size(); i++) {
            assertThat(loaded.get(i).get("value"))
                    .as("%s: %s", written.get(i).name(), loaded.get(i).get("error"))
                    .isEqualTo(written.get(i).expected());
        }
    }

    @Test
    void whatTheCpythonThatIsThereDumpsIsRead() throws Exception {
        // Given
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder("python3", "-B", MAKER.toString(), folder.toString())
                .redirectOutput(err.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        List<Vectors.Vector> dumped = Vectors.read(Files.newInputStream(folder.resolve(Vectors.FILE)));

        // Then
        assertThat(dumped).hasSameSizeAs(Vectors.all());
        PickleJson json = new PickleJson(Limits.DEFAULT);
        for (Vectors.Vector vector : dumped) {
            if (vector.refused() == null) {
                assertThat(Vectors.JSON.readTree(json.toJson(READER.read(vector.pickle()))))
                        .as(vector.toString())
                        .isEqualTo(vector.value());
            } else {
                assertThatThrownBy(() -> READER.read(vector.pickle()))
                        .as(vector.toString())
                        .isInstanceOf(DecodeException.class);
            }
        }
    }

    @Test
    void typedValuesHavePythonsTypes() throws Exception {
        // Given
        PickleWriter writer = new PickleWriter(4, true, Limits.DEFAULT);
        List<String> names = List.of(
                "date",
                "time",
                "datetime-utc",
                "datetime-seoul",
                "timedelta",
                "decimal-1",
                "uuid",
                "bytes-1",
                "dict",
                "set-one");
        List<Written> written = new ArrayList<>();
        for (String name : names) {
            Vectors.Vector vector = Vectors.of(name, 4);
            written.add(new Written(name, writer.write(READER.read(vector.pickle())), vector.value()));
        }

        // When
        List<JsonNode> loaded = load(true, written);

        // Then
        assertThat(loaded.stream().map(line -> line.get("type").asText()))
                .containsExactly(
                        "date",
                        "time",
                        "datetime",
                        "datetime",
                        "timedelta",
                        "Decimal",
                        "UUID",
                        "bytes",
                        "dict",
                        "list");
    }

    private static <T> byte[] encode(PickleCodec codec, ContractSamples.Sample<T> sample) {
        return codec.encoder(sample.schema(), sample.type(), Limits.DEFAULT).encode(new byte[0], sample.value());
    }

    private List<JsonNode> load(boolean typed, List<Written> written) throws Exception {
        Path in = folder.resolve("in");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        StringBuilder lines = new StringBuilder();
        for (Written one : written) {
            lines.append(Base64.getEncoder().encodeToString(one.pickle())).append('\n');
        }
        Files.writeString(in, lines);
        ProcessBuilder python = new ProcessBuilder("python3", "-B", SCRIPT.toString(), typed ? "typed" : "pure")
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        python.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = python.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        List<JsonNode> loaded = new ArrayList<>();
        for (String line : Files.readAllLines(out, StandardCharsets.UTF_8)) {
            loaded.add(Vectors.JSON.readTree(line));
        }
        assertThat(loaded).hasSameSizeAs(written);
        return loaded;
    }

    private static boolean hasBytes(Object value) {
        if (value instanceof PickleRecord object) {
            return hasBytes(object.fields());
        }
        if (value instanceof java.util.Map<?, ?> map) {
            return map.values().stream().anyMatch(CpythonLoadsTest::hasBytes);
        }
        return value instanceof byte[]
                || (value instanceof List<?> list && list.stream().anyMatch(CpythonLoadsTest::hasBytes));
    }
}
