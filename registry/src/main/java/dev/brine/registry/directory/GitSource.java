package dev.brine.registry.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.RegistryUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The same directory as a git revision has it, read by three runs of {@code git}: does the revision exist, which files
 * has it there, what is in them.
 */
final class GitSource implements SchemaSource {

    private final Path shown;
    private final String revision;
    private final Map<String, byte[]> files;

    private GitSource(Path shown, String revision, Map<String, byte[]> files) {
        this.shown = shown;
        this.revision = revision;
        this.files = files;
    }

    /**
     * Reads the directory as it is in {@code revision}; a revision without the directory has no files.
     *
     * @throws RegistryUnavailableException if this is no git repository, git is missing, or nothing is called so
     */
    static GitSource read(PathSource work, String revision) {
        Path directory = work.directory();
        if (revision.isBlank() || revision.startsWith("-")) {
            throw new RegistryUnavailableException("'" + revision + "' is not the name of a git revision");
        }
        run(directory, revision, new byte[0], "rev-parse", "--verify", "--quiet", revision + "^{commit}");
        Map<String, String> objects = new TreeMap<>();
        String tree = new String(run(directory, revision, new byte[0], "ls-tree", "-r", "-z", revision), UTF_8);
        for (String row : tree.split("\0")) {
            // <mode> SP <type> SP <object> TAB <path>
            int tab = row.indexOf('\t');
            if (tab > 0 && row.startsWith("100")) {
                String path = row.substring(tab + 1);
                if (path.chars().filter(c -> c == '/').count() <= 1) {
                    objects.put(path, row.substring(0, tab).split(" ")[2]);
                }
            }
        }
        objects.keySet().removeIf(path -> !relevant(path));
        return new GitSource(work.shown(), revision, contents(directory, revision, objects));
    }

    private static boolean relevant(String path) {
        return path.endsWith(".avsc") || path.equals(SchemaLock.FILE) || path.equals(SubjectsFile.FILE);
    }

    private static Map<String, byte[]> contents(Path directory, String revision, Map<String, String> objects) {
        Map<String, byte[]> files = new HashMap<>();
        if (objects.isEmpty()) {
            return files;
        }
        byte[] wanted = (String.join("\n", objects.values()) + "\n").getBytes(UTF_8);
        byte[] answer = run(directory, revision, wanted, "cat-file", "--batch");
        int at = 0;
        for (String path : objects.keySet()) {
            // <object> SP <type> SP <size> LF <content> LF
            int end = at;
            while (end < answer.length && answer[end] != '\n') {
                end++;
            }
            String[] head = new String(answer, at, end - at, UTF_8).split(" ");
            if (head.length != 3) {
                throw new RegistryUnavailableException(
                        "git has no content for " + path + " at " + revision + "; a partial clone must fetch it first");
            }
            int size = Integer.parseInt(head[2]);
            files.put(path, Arrays.copyOfRange(answer, end + 1, end + 1 + size));
            at = end + 1 + size + 1;
        }
        return files;
    }

    @Override
    public String location() {
        return shown + " at " + revision;
    }

    @Override
    public String describe(String path) {
        return shown.resolve(path) + " at " + revision;
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public List<String> list() {
        List<String> paths = new ArrayList<>(files.keySet());
        paths.sort(null);
        return paths;
    }

    private static byte[] run(Path directory, String revision, byte[] input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        Process git;
        try {
            git = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new RegistryUnavailableException("cannot run git, which reads " + revision + "; install it", e);
        }
        try {
            CompletableFuture<byte[]> errors = reading(git.getErrorStream());
            CompletableFuture<byte[]> output = reading(git.getInputStream());
            try (OutputStream in = git.getOutputStream()) {
                in.write(input);
            }
            int code = git.waitFor();
            if (code != 0) {
                String said = new String(errors.join(), UTF_8).strip();
                throw new RegistryUnavailableException("git cannot read " + revision + " for " + directory + ": "
                        + (said.isEmpty()
                                ? "no commit is called so"
                                : said.lines().findFirst().orElse(said))
                        + "; fetch it, or name another revision");
            }
            return output.join();
        } catch (IOException e) {
            throw new RegistryUnavailableException("git ended while " + revision + " was read from it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while git read " + revision, e);
        } finally {
            git.destroyForcibly();
        }
    }

    private static CompletableFuture<byte[]> reading(InputStream in) {
        // A thread each: git stops when nobody reads one of its two streams, so a pool that is busy would never end.
        return CompletableFuture.supplyAsync(
                () -> {
                    try (in) {
                        return in.readAllBytes();
                    } catch (IOException e) {
                        throw new RegistryUnavailableException("cannot read what git says", e);
                    }
                },
                task -> new Thread(task, "brine-git").start());
    }
}
