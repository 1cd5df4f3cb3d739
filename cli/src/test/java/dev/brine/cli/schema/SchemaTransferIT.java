package dev.brine.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@BrineBroker
@Timeout(200)
class SchemaTransferIT {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private final String location = "topic:schemas-" + UUID.randomUUID();
    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @Test
    void aDirectoryGoesToATopicAndComesBackTheSame() throws IOException {
        // When: a topic that is not there is made by the push; the dry run only looks at what is there
        CommandRun push = run(REPOSITORY, "schema", "push", location);
        CommandRun dry = run(REPOSITORY, "schema", "push", "--dry-run", location, "orders-value");
        CommandRun again = run(REPOSITORY, "schema", "push", location);
        CommandRun pull = run(directory, "schema", "pull", location, "--schemas", "pulled");

        // Then
        assertThat(push.err()).isEqualTo("brine: " + location + " got 9 versions, had 0\n");
        assertThat(push.lines())
                .contains("shop.Money v1 written with id 1", "orders-value v3 written with id 4")
                .contains("orders-value has the level BACKWARD_TRANSITIVE, which was BACKWARD");
        assertThat(push.code()).isZero();
        assertThat(dry.lines())
                .containsExactly(
                        "SUBJECT       VERSION  ID  WOULD BE",
                        "orders-value  v1        2  left alone: is there",
                        "shop.Money    v1        1  left alone: is there",
                        "orders-value  v2        3  left alone: is there",
                        "orders-value  v3        4  left alone: is there");
        assertThat(dry.err()).isEqualTo("brine: " + location + " would get 0 versions, had 4\n");
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).isEqualTo("brine: " + location + " got 0 versions, had 9\n");
        assertThat(pull.code()).isZero();
        assertThat(pull.lines()).contains("orders-value v3 added", "shop.Money has the level FULL_TRANSITIVE");
        assertThat(pull.err())
                .isEqualTo("brine: 9 versions added, 0 were here; commit the files together with schemas.lock\n");
        assertThat(run(directory, "schema", "check", "--schemas", "pulled").out())
                .isEqualTo("9 versions of 6 subjects in order\n");
        assertThat(locked(directory.resolve("pulled"))).isEqualTo(locked(REPOSITORY.resolve("schemas")));
        assertThat(run(directory, "schema", "pull", location, "--schemas", "pulled")
                        .err())
                .isEqualTo("brine: 0 versions added, 9 were here\n");
    }

    @Test
    void recordsAreWrittenAndReadWithARegistryInATopic(@BrineTopic String topic) {
        // Given
        run(REPOSITORY, "schema", "push", location, "shop.Money");
        CommandRun.Prepared here = CommandRun.in(directory)
                .with("BRINE_BOOTSTRAP_SERVER", broker.bootstrapServers())
                .with("BRINE_REGISTRY", location);

        // When
        CommandRun in = here.input("{\"payload\":{\"amount\":\"1.50\",\"currency\":\"EUR\"}}\n")
                .run("produce", "-t", topic, "--schema", "shop.Money");
        CommandRun out = here.run("consume", "-t", topic, "-e");

        // Then
        assertThat(in.err()).isEmpty();
        assertThat(out.out()).contains("\"amount\":\"1.50\"").contains("\"subject\":\"shop.Money\"");
    }

    @Test
    void whatIsInTheWayIsNamedAndEndsWithOne() throws IOException {
        // Given
        run(REPOSITORY, "schema", "push", location, "shop.Money");
        file(
                "mine/shop.Money/v1.avsc",
                "{\"type\":\"record\",\"name\":\"Money\",\"namespace\":\"shop\",\"fields\":[]}");
        file("mine/zoo-value/v1.avsc", "\"string\"");
        assertThat(run(directory, "schema", "release", "--schemas", "mine").code())
                .isZero();

        // When
        CommandRun push = run(directory, "schema", "push", location, "--schemas", "mine");
        CommandRun pull = run(directory, "schema", "pull", location, "--schemas", "mine");

        // Then
        assertThat(push.code()).isEqualTo(ExitCode.FAILED);
        assertThat(push.out()).isEmpty();
        assertThat(push.err())
                .startsWith("shop.Money v1 (version-taken)\n  " + location
                        + " has another schema as shop.Money v1, with" + " id 1\n  try: ")
                .endsWith("brine: nothing was pushed to " + location + ": 1 conflict\n");
        assertThat(pull.code()).isEqualTo(ExitCode.FAILED);
        assertThat(pull.err())
                .startsWith("mine/shop.Money/v1.avsc (released-file-differs)\n")
                .contains("brine: nothing was pulled from " + location + ": 1 problem\n")
                .contains("  try: --keep-going");
    }

    @Test
    void aRegistryThatIsNotThereEndsWithFiveAndADirectoryWithTwoOrOne() {
        // When
        CommandRun absent = run(REPOSITORY, "schema", "push", "--dry-run", location);
        CommandRun closed =
                run(REPOSITORY, "schema", "pull", "http://127.0.0.1:9", "-X", "brine.registry.timeout.ms=300");
        CommandRun dir = run(REPOSITORY, "schema", "push", "dir:schemas");
        CommandRun none = run(REPOSITORY, "schema", "push");

        // Then
        assertThat(absent.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(closed.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(dir.err()).contains("between a directory and one registry");
        assertThat(none.code()).isEqualTo(ExitCode.USAGE);
    }

    private CommandRun run(Path where, String... args) {
        return CommandRun.in(where)
                .with("BRINE_BOOTSTRAP_SERVER", broker.bootstrapServers())
                .run(args);
    }

    private void file(String name, String content) throws IOException {
        Files.createDirectories(directory.resolve(name).getParent());
        Files.writeString(directory.resolve(name), content);
    }

    private static List<String> locked(Path schemas) throws IOException {
        return Files.readAllLines(schemas.resolve("schemas.lock")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .sorted()
                .toList();
    }
}
