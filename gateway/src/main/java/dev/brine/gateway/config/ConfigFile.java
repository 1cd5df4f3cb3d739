package dev.brine.gateway.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The file of {@code brine worker} and {@code brine gateway}: what it says of its own, and the sections that belong to
 * workers and edges, which these read themselves. When all have read, {@link #check} throws with every mistake.
 *
 * <p>Paths, and directories in {@code registry:}, are relative to the directory of the file.
 */
public final class ConfigFile {

    private static final HostPort MANAGEMENT = new HostPort("127.0.0.1", 9464);
    private static final Duration DRAIN = Duration.ofSeconds(25);
    private static final long MOST_BYTES = 4L << 20;

    private final Path file;
    private final Notes notes;
    private final Section top;
    private final Map<String, String> kafka;
    private final List<String> registry;
    private final HostPort management;
    private final Path checkpoints;
    private final Optional<Path> plugins;
    private final Shutdown shutdown;
    private final Map<String, Section> bindings;
    private final Listening listening;
    private final List<Section> forward;
    private final List<Section> sources;
    private final List<Section> workers;

    /**
     * How the process ends.
     *
     * @param delay between being not ready and taking nothing more, for load balancers to notice
     * @param timeout for everything that is in work, the delay included; after it the process ends all the same
     */
    public record Shutdown(Duration delay, Duration timeout) {}

    /**
     * The gateway's HTTP face.
     *
     * @param address empty if the file has no {@code listen}
     * @param tls {@code tls: {cert, key}} as it stands
     * @param tokens a file of bearer tokens
     * @param http further settings of the HTTP edges, as they stand; without keys if not given
     */
    public record Listening(Optional<HostPort> address, Optional<Section> tls, Optional<Path> tokens, Section http) {}

    private ConfigFile(Path file, Notes notes, Section top) {
        this.file = file;
        this.notes = notes;
        this.top = top;
        this.kafka = top.map("kafka");
        this.registry = top.texts("registry").stream()
                .map(location -> located(notes.directory(), location))
                .toList();
        this.management = top.address("management", MANAGEMENT);
        this.checkpoints =
                top.optionalPath("checkpoints").orElse(notes.directory().resolve("checkpoints"));
        this.plugins = top.optionalPath("plugins");
        this.shutdown = shutdown(top.sectionOrEmpty("shutdown"));
        this.bindings = top.named("bindings");
        this.listening = new Listening(
                top.optionalAddress("listen"),
                top.section("tls"),
                top.optionalPath("tokens"),
                top.sectionOrEmpty("http"));
        this.forward = top.sections("forward");
        this.sources = top.sections("sources");
        this.workers = top.sections("workers");
        top.done();
        distinct(sources);
        distinct(workers);
    }

    /**
     * Reads the file. Its mistakes so far are kept for {@link #check}; a file that is not there, or not YAML, has one.
     *
     * @param environment for {@code ${env:NAME}}
     */
    public static ConfigFile read(Path file, Map<String, String> environment) {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        Path directory = parent == null ? absolute : parent;
        Notes notes = new Notes(directory, new Values(environment, directory));
        Section top = new Section(
                notes, "", "", 1, YamlTree.parse(content(file, notes), notes).orElse(null));
        return new ConfigFile(file, notes, top);
    }

    /**
     * Ends the reading: sections that somebody reads must have been read before.
     *
     * @throws ConfigException with every mistake, if there is one
     */
    public void check() {
        List<Mistake> mistakes = notes.mistakes();
        if (!mistakes.isEmpty()) {
            throw new ConfigException(file, mistakes);
        }
    }

    /** Whether a key at the top is there, be its value right or wrong. */
    public boolean has(String key) {
        return top.has(key);
    }

    /** Notes what is wrong with a key at the top. */
    public void mistake(String key, String what) {
        top.mistake(key, what);
    }

    /** Notes what is wrong with the file as a whole. */
    public void mistake(String what) {
        notes.add(new Mistake(1, "", what, ""));
    }

    /** As it was given. */
    public Path file() {
        return file;
    }

    /** Properties for every client of Kafka. */
    public Map<String, String> kafka() {
        return kafka;
    }

    /** Where schemas are, in the order in which they are asked; empty if the file does not say. */
    public List<String> registry() {
        return registry;
    }

    public HostPort management() {
        return management;
    }

    /** The directory in which sources keep how far they are. */
    public Path checkpoints() {
        return checkpoints;
    }

    /** The folder of jars with handlers. */
    public Optional<Path> plugins() {
        return plugins;
    }

    public Shutdown shutdown() {
        return shutdown;
    }

    /** What topics hold, by topic. */
    public Map<String, Section> bindings() {
        return bindings;
    }

    public Listening listening() {
        return listening;
    }

    public List<Section> forward() {
        return forward;
    }

    public List<Section> sources() {
        return sources;
    }

    public List<Section> workers() {
        return workers;
    }

    /** Every key that was asked for up to now. */
    public List<Question> questions() {
        return notes.questions();
    }

    private static Shutdown shutdown(Section section) {
        Shutdown shutdown = new Shutdown(
                section.duration("delay", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(5)),
                section.duration("timeout", DRAIN, Duration.ofSeconds(1), Duration.ofHours(1)));
        if (shutdown.delay().compareTo(shutdown.timeout()) >= 0) {
            section.mistake("delay", "is not shorter than shutdown.timeout, which includes it");
        }
        section.done();
        return shutdown;
    }

    /** Two parts of one name could not be told apart in logs, meters and checkpoints. */
    private static void distinct(List<Section> sections) {
        Map<String, List<Section>> byName = sections.stream()
                .filter(section -> section.has("name"))
                .collect(Collectors.groupingBy(section -> section.text("name")));
        byName.values().stream().filter(same -> same.size() > 1).forEach(same -> same.stream()
                .skip(1)
                .forEach(section ->
                        section.mistake("name", "is the name of " + same.get(0).place() + " too; names must differ")));
    }

    private static String located(Path directory, String location) {
        return location.startsWith("dir:") ? "dir:" + directory.resolve(location.substring("dir:".length())) : location;
    }

    private static String content(Path file, Notes notes) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                notes.add(new Mistake(1, "", "the file is larger than 4 MiB", ""));
                return "";
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            notes.add(new Mistake(1, "", "there is no such file", ""));
        } catch (CharacterCodingException e) {
            notes.add(new Mistake(1, "", "the file is not UTF-8 text", ""));
        } catch (IOException e) {
            notes.add(new Mistake(1, "", "the file cannot be read: " + e.getMessage(), ""));
        }
        return "";
    }

    /** Where keys at the top stand; no values. */
    @Override
    public String toString() {
        return file + " (sources " + sources.size() + ", workers " + workers.size() + ", forward " + forward.size()
                + ")";
    }
}
