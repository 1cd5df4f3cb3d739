package dev.brine.registry.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A schema directory that a test writes, in a git repository if the test wants one. */
final class TestDirectory {

    private final Path path;

    TestDirectory(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    SchemaDirectory open() {
        return SchemaDirectory.at(path);
    }

    TestDirectory file(String name, String content) {
        try {
            Files.createDirectories(path.resolve(name).getParent());
            Files.writeString(path.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** A record with these fields; single quotes stand for double ones. */
    TestDirectory schema(String name, String record, String fields) {
        return file(name, ("{'type':'record','name':'" + record + "','fields':[" + fields + "]}").replace('\'', '"'));
    }

    TestDirectory release() {
        ReleaseResult result = open().release(List.of());
        if (!(result instanceof ReleaseResult.Released)) {
            throw new AssertionError("not released: " + result);
        }
        return this;
    }

    String read(String name) {
        try {
            return Files.readString(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestDirectory delete(String name) {
        try {
            Files.delete(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    TestDirectory git(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", path.toString(), "-c", "user.name=test", "-c", "user.email=test@example.org"));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(git.getInputStream().readAllBytes(), UTF_8);
            if (git.waitFor() != 0) {
                throw new AssertionError(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return this;
    }

    TestDirectory commit() {
        return git("init", "-q").git("add", "-A").git("commit", "-q", "-m", "state");
    }
}
