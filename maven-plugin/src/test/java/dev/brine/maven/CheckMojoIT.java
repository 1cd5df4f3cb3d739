package dev.brine.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brine.registry.directory.SchemaDirectory;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The goal in a Maven of its own, offline, on a project of its own. Its local repository is this build's, seen through links,
 * and the artifacts of this build. Skipped where there is no {@code mvn}, or this build has not made its jars.
 */
class CheckMojoIT {

    private static final String VERSION = System.getProperty("brine.test.version", "");
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private static Path repository;

    @TempDir
    private Path project;

    private record Run(int code, String output) {}

    @BeforeAll
    static void repository() throws IOException, URISyntaxException {
        Path plugin = Path.of(System.getProperty("brine.test.plugin", "none"));
        Path registry = Path.of(SchemaDirectory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assumeTrue(mvn().isPresent(), "there is no mvn on the PATH");
        assumeTrue(Files.isRegularFile(plugin) && Files.isRegularFile(registry), "run by mvn verify, which makes jars");
        link(Path.of(System.getProperty("brine.test.repository")), repository, "dev");
        Path dev = Path.of(System.getProperty("brine.test.repository")).resolve("dev");
        Files.createDirectories(repository.resolve("dev"));
        if (Files.isDirectory(dev)) {
            link(dev, repository.resolve("dev"), "brine");
        }
        install("brine", ROOT.resolve("pom.xml"), Optional.empty());
        install("brine-registry", ROOT.resolve("registry/pom.xml"), Optional.of(registry));
        install("brine-maven-plugin", ROOT.resolve("maven-plugin/pom.xml"), Optional.of(plugin));
    }

    @BeforeEach
    void pom() throws IOException {
        file("pom.xml", """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>test</groupId><artifactId>orders</artifactId><version>1</version><packaging>pom</packaging>
                  <build><plugins><plugin>
                    <groupId>dev.brine</groupId><artifactId>brine-maven-plugin</artifactId><version>VERSION</version>
                    <executions><execution><goals><goal>check</goal></goals></execution></executions>
                  </plugin></plugins></build>
                </project>
                """.replace("VERSION", VERSION));
        schema("s-value/v1.avsc", "int");
    }

    @Test
    void aBuildGoesOnWhenAllIsInOrder() throws Exception {
        // When
        Run run = mvn("validate");

        // Then
        assertThat(run.output()).contains("1 version of 1 subject in order; 1 draft to release");
        assertThat(run.code()).isZero();
    }

    @Test
    void aBuildFailsWithTheWordsOfTheCheck() throws Exception {
        // Given
        schema("s-value/v2.avsc", "string");

        // When
        Run run = mvn("validate");

        // Then
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output())
                .contains("[ERROR] schemas/s-value/v2.avsc /fields/0/type (type-mismatch)")
                .contains("[ERROR]   s-value v2 reads string, s-value v1 writes int, and the level is BACKWARD")
                .contains("[ERROR]   try: keep int in s-value v2")
                .contains("1 problem in the schemas of schemas");
        assertThat(mvn("validate", "-Dbrine.skip").code()).isZero();
        assertThat(mvn("validate", "-Dbrine.schemas=elsewhere").output())
                .contains("there is no schema directory elsewhere");
    }

    @Test
    void whatCouldNotBeComparedIsNotInOrder() throws Exception {
        // When: there is no git repository here
        Run run = mvn("validate", "-Dbrine.against=origin/main");

        // Then
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output()).contains("[ERROR]").contains("git");
    }

    private Run mvn(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                mvn().orElseThrow().toString(), "-o", "-B", "-Dstyle.color=never", "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(arguments));
        Path output = project.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
        Process mvn = builder.start();
        try {
            assertThat(mvn.waitFor(120, TimeUnit.SECONDS)).as("mvn ends").isTrue();
        } finally {
            mvn.destroyForcibly();
        }
        return new Run(mvn.exitValue(), Files.readString(output, UTF_8));
    }

    private static Optional<Path> mvn() {
        String name = File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                if (!entry.getFileName().toString().equals(except)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    private static void install(String artifact, Path pom, Optional<Path> jar) throws IOException {
        Path folder = Files.createDirectories(
                repository.resolve("dev/brine/" + artifact).resolve(VERSION));
        Files.copy(pom, folder.resolve(artifact + "-" + VERSION + ".pom"));
        if (jar.isPresent()) {
            Files.copy(jar.get(), folder.resolve(artifact + "-" + VERSION + ".jar"));
        }
    }

    private void schema(String name, String type) throws IOException {
        file(
                "schemas/" + name,
                "{\"type\":\"record\",\"name\":\"S\",\"fields\":[{\"name\":\"a\",\"type\":\"" + type + "\"}]}");
    }

    private void file(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
