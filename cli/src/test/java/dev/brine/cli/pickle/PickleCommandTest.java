package dev.brine.cli.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickleCommandTest {

    private static final String DICT = "\u0080\u0004}(\u008c\u0001bK\u0001\u008c\u0001aC\u0002hiu.";
    private static final String SYSTEM =
            "\u0080\u0002]q\u0000cos\nsystem\nq\u0001X\u0004\u0000\u0000\u0000echo\u0085Ra.";

    @TempDir
    private Path directory;

    @Test
    void everyFileIsALineAndABadOneDoesNotStopTheRest() throws IOException {
        // Given
        write("a.pickle", DICT);
        write("evil.pickle", SYSTEM);
        write("long.pickle", DICT + "more");
        write("b.pickle", "I12345678901234567890123\n.");

        // When
        CommandRun run =
                run("pickle", "to-json", "a.pickle", "evil.pickle", "absent.pickle", "long.pickle", "b.pickle");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(run.lines()).hasSize(5);
        assertThat(run.lines().get(0)).isEqualTo("{\"file\":\"a.pickle\",\"value\":{\"b\":1,\"a\":\"aGk=\"}}");
        JsonNode evil = new ObjectMapper().readTree(run.lines().get(1));
        assertThat(evil.get("file").asText()).isEqualTo("evil.pickle");
        assertThat(evil.at("/error/rule").asText()).isEqualTo("pickle.global");
        assertThat(evil.at("/error/offset").asInt()).isEqualTo(5);
        assertThat(evil.at("/error/opcode").asText()).isEqualTo("GLOBAL");
        assertThat(evil.at("/error/message").asText()).contains("os.system");
        JsonNode absent = new ObjectMapper().readTree(run.lines().get(2));
        assertThat(absent.at("/error/rule").asText()).isEqualTo("file");
        assertThat(absent.at("/error/opcode").isNull()).isTrue();
        JsonNode trailing = new ObjectMapper().readTree(run.lines().get(3));
        assertThat(trailing.at("/error/rule").asText()).isEqualTo("pickle.trailing");
        assertThat(trailing.at("/error/offset").asInt()).isEqualTo(DICT.length());
        assertThat(run.lines().get(4)).isEqualTo("{\"file\":\"b.pickle\",\"value\":12345678901234567890123}");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void readableFilesEndWithZero() throws IOException {
        // Given
        write("a", DICT);

        // Then
        assertThat(run("pickle", "to-json", "a", "a").code()).isZero();
    }

    @Test
    void registeredClassesAreReadAsTheirFields() throws IOException {
        // Given
        write("order.pickle", "\u0080\u0004\u008c\u0003app\u008c\u0005Order\u0093)\u0081}\u008c\u0002idK\u0007sb.");
        Files.writeString(directory.resolve("classes.json"), "[{\"class\":\"app.Order\",\"fields\":[\"id\"]}]");

        // When
        CommandRun refused = run("pickle", "to-json", "order.pickle");
        CommandRun read = run("pickle", "to-json", "--classes", "classes.json", "order.pickle");

        // Then
        assertThat(refused.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(refused.out()).contains("app.Order");
        assertThat(read.out()).isEqualTo("{\"file\":\"order.pickle\",\"value\":{\"id\":7}}\n");
    }

    @Test
    void aListOfClassesThatIsNoneIsWrongUsage() throws IOException {
        // Given
        Files.writeString(directory.resolve("classes.json"), "{}");

        // Then
        assertThat(run("pickle", "to-json", "--classes", "classes.json", "a").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("pickle", "to-json", "--classes", "absent.json", "a").err())
                .contains("no such file");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void jsonBecomesAPickleBesideItsFile(int protocol) throws IOException {
        // Given
        String json = "{\"b\":[1,-2.5,null,true,\"\ud55c\",123456789012345678901234567890],\"a\":{}}";
        Files.writeString(directory.resolve("v.json"), json);

        // When
        CommandRun written = run("pickle", "from-json", "--protocol", "" + protocol, "v.json");
        CommandRun read = run("pickle", "to-json", "v.json.pickle");

        // Then
        assertThat(written.code()).as(written.err()).isZero();
        assertThat(written.out()).isEmpty();
        assertThat(Files.readAllBytes(directory.resolve("v.json.pickle"))[1]).isEqualTo((byte) protocol);
        assertThat(read.out()).isEqualTo("{\"file\":\"v.json.pickle\",\"value\":" + json + "}\n");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void protocol4IsWrittenByDefault() throws IOException {
        // Given
        Files.writeString(directory.resolve("v"), "1");

        // When
        run("pickle", "from-json", "v");

        // Then
        assertThat(Files.readAllBytes(directory.resolve("v.pickle")))
                .isEqualTo("\u0080\u0004K\u0001.".getBytes(ISO_8859_1));
    }

    @Test
    void jsonThatIsNoneIsSaidAndTheRestGoesOn() throws IOException {
        // Given
        Files.writeString(directory.resolve("bad"), "{\n\"a\":}");
        Files.writeString(directory.resolve("good"), "[]");

        // When
        CommandRun run = run("pickle", "from-json", "bad", "absent", "good");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.UNREADABLE);
        assertThat(run.err()).contains("bad: ").contains("line 2").contains("absent cannot be read: no such file");
        assertThat(directory.resolve("good.pickle")).exists();
        assertThat(directory.resolve("bad.pickle")).doesNotExist();
    }

    @Test
    void wrongUsageIsSaid() {
        assertThat(run("pickle").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("pickle", "to-json").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("pickle", "from-json", "--protocol", "1", "v").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("pickle", "from-json", "--protocol", "6", "v").err()).contains("2 to 5");
        assertThat(run("pickle", "inspect", "absent").code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void inspectListsOpcodesNamesAndRefusals() throws IOException {
        // Given
        write("evil.pickle", SYSTEM);

        // When
        CommandRun run = run("pickle", "inspect", "evil.pickle");

        // Then
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .startsWith("       0  PROTO            2", "       2  EMPTY_LIST", "       3  BINPUT           0")
                .contains(
                        "       5  GLOBAL           'os system'", "       5  refused   os.system", "names:", "refused:")
                .last()
                .asString()
                .startsWith("       5  pickle.global  ");
    }

    @Test
    void inspectSaysWhenNothingIsRefused() throws IOException {
        // Given
        write("a", DICT);

        // Then
        assertThat(run("pickle", "inspect", "a").lines()).endsWith("names: none", "refused: nothing");
    }

    private CommandRun run(String... args) {
        return CommandRun.in(directory).run(args);
    }

    private void write(String name, String bytes) throws IOException {
        Files.write(directory.resolve(name), bytes.getBytes(ISO_8859_1));
    }
}
