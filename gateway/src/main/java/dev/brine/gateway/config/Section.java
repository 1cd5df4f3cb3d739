package dev.brine.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of the file, with where it stands. Each question is one key; a wrong answer is noted with its line, and a
 * stand-in is returned, so that one reading finds every mistake. {@link #done} ends the reading and notes what nobody
 * asked for.
 *
 * <p>A key without a value counts as not given. Values from {@code ${env:..}} and {@code ${file:..}} are secret: they are
 * returned, and never printed. Not safe for use by several threads.
 */
public final class Section {

    private static final String STAND_IN = "missing";

    private final Notes notes;
    private final String path;
    private final String place;
    private final int line;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();

    private record Entry(int line, Node value) {}

    /**
     * @param path of this mapping in the file, such as {@code sources[0]}; empty at the top
     * @param place the same for all of its kind, such as {@code sources[]}
     */
    Section(Notes notes, String path, String place, int line, @Nullable MappingNode mapping) {
        this.notes = notes;
        this.path = path;
        this.place = place;
        this.line = line;
        if (mapping != null) {
            mapping.getValue().forEach(this::add);
        }
    }

    private void add(NodeTuple tuple) {
        int at = YamlTree.line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
            notes.add(new Mistake(at, path, "found " + YamlTree.kind(tuple.getKeyNode()) + " as a key", "a name"));
            return;
        }
        String key = scalar.getValue();
        Entry first = entries.putIfAbsent(key, new Entry(at, tuple.getValueNode()));
        if (first != null) {
            notes.add(new Mistake(at, at(key), "found a second time, first in line " + first.line(), ""));
        }
    }

    // ---- text

    /** A text that must be there and not be empty. */
    public String text(String key) {
        return required(key, "text", STAND_IN, Section::nonEmpty);
    }

    public String text(String key, String otherwise) {
        return given(key, otherwise, "text", Section::nonEmpty).orElse(otherwise);
    }

    public Optional<String> optionalText(String key) {
        return given(key, "", "text", Section::nonEmpty);
    }

    /** Several texts; one alone may be written without brackets. Empty if not given. */
    public List<String> texts(String key) {
        ask(key, "", "a list of texts");
        return list(key, "a list of texts");
    }

    private List<String> list(String key, String allowed) {
        Node node = value(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            return scalar(key, node, allowed).map(List::of).orElse(List.of());
        }
        List<String> texts = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            scalar(key, item, allowed).ifPresent(texts::add);
        }
        return List.copyOf(texts);
    }

    /** Names with texts, such as Kafka's properties; a list becomes one text, joined by commas. Empty if not given. */
    public Map<String, String> map(String key) {
        ask(key, "", "names with values");
        Map<String, String> map = new LinkedHashMap<>();
        mapping(key).ifPresent(names -> {
            Section inner = new Section(notes, at(key), below(key), line(key), names);
            inner.entries.keySet().forEach(name -> map.put(name, String.join(",", inner.list(name, "a value"))));
        });
        return map;
    }

    // ---- numbers, switches, choices

    public int number(String key, int otherwise, int least, int most) {
        String allowed = "a whole number from " + least + " to " + most;
        return given(key, String.valueOf(otherwise), allowed, text -> whole(text, least, most))
                .orElse(otherwise);
    }

    /** Bytes: {@code 1000}, {@code 512KiB}, {@code 10MiB}. */
    public long size(String key, long otherwise) {
        return size(key, otherwise, 1, Long.MAX_VALUE);
    }

    public long size(String key, long otherwise, long least, long most) {
        String allowed = Units.SIZES
                + (least <= 1 ? "" : ", from " + Units.write(least))
                + (most == Long.MAX_VALUE ? "" : (least <= 1 ? "," : "") + " up to " + Units.write(most));
        return given(key, Units.write(otherwise), allowed, text -> Units.size(text)
                        .filter(size -> size >= least && size <= most))
                .orElse(otherwise);
    }

    /** Such as {@code 250ms}, {@code 3s}, {@code 5m}, {@code 1h}. */
    public Duration duration(String key, Duration otherwise) {
        return given(key, Units.write(otherwise), Units.DURATIONS, Units::duration)
                .orElse(otherwise);
    }

    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        String allowed = Units.DURATIONS + ", from " + Units.write(least) + " to " + Units.write(most);
        return given(key, Units.write(otherwise), allowed, text -> Units.duration(text)
                        .filter(found -> found.compareTo(least) >= 0 && found.compareTo(most) <= 0))
                .orElse(otherwise);
    }

    /** Several durations in their order; one alone may be written without brackets. Empty if not given. */
    public List<Duration> durations(String key, Duration least, Duration most) {
        String allowed =
                "a list of durations such as [10s, 5m], from " + Units.write(least) + " to " + Units.write(most);
        ask(key, "", allowed);
        List<Duration> durations = new ArrayList<>();
        for (String text : list(key, allowed)) {
            Optional<Duration> found =
                    Units.duration(text).filter(one -> one.compareTo(least) >= 0 && one.compareTo(most) <= 0);
            if (found.isEmpty()) {
                wrong(key, "found '" + (secret(key) ? "" : shortened(text)) + "'", allowed);
            }
            found.ifPresent(durations::add);
        }
        return List.copyOf(durations);
    }

    public boolean flag(String key, boolean otherwise) {
        return given(
                        key,
                        String.valueOf(otherwise),
                        "true, false",
                        text -> text.equals("true") || text.equals("false")
                                ? Optional.of(Boolean.valueOf(text))
                                : Optional.empty())
                .orElse(otherwise);
    }

    /** A constant, written in small letters with dashes: {@code LENGTH_FIELD} is {@code length-field}. */
    public <E extends Enum<E>> E oneOf(String key, E otherwise) {
        Map<String, E> names = Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
                .collect(Collectors.toMap(
                        constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        Function.identity(),
                        (a, b) -> a,
                        LinkedHashMap::new));
        String usual = otherwise.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return given(key, usual, String.join(", ", names.keySet()), text -> Optional.ofNullable(names.get(text)))
                .orElse(otherwise);
    }

    public String oneOf(String key, String otherwise, Set<String> allowed) {
        return given(
                        key,
                        otherwise,
                        listed(allowed),
                        text -> allowed.contains(text) ? Optional.of(text) : Optional.empty())
                .orElse(otherwise);
    }

    /** The same for a key that must be there; returns the first of the names after a mistake. */
    public String oneOf(String key, Set<String> allowed) {
        String names = listed(allowed);
        return required(
                key,
                names,
                names.isEmpty() ? STAND_IN : names.split(", ", 2)[0],
                text -> allowed.contains(text) ? Optional.of(text) : Optional.empty());
    }

    // ---- places

    /** A {@code HOST:PORT} that must be there. */
    public HostPort address(String key) {
        return required(key, "HOST:PORT", new HostPort("127.0.0.1", 0), Section::hostPort);
    }

    public HostPort address(String key, HostPort otherwise) {
        return given(key, otherwise.toString(), "HOST:PORT", Section::hostPort).orElse(otherwise);
    }

    public Optional<HostPort> optionalAddress(String key) {
        return given(key, "", "HOST:PORT", Section::hostPort);
    }

    /** A path that must be there; relative to the directory of the file. */
    public Path path(String key) {
        return required(key, "a path", notes.directory(), this::located);
    }

    public Optional<Path> optionalPath(String key) {
        return given(key, "", "a path", this::located);
    }

    /** An {@code http} or {@code https} URL that must be there. */
    public URI url(String key) {
        return required(
                key, "a URL such as http://127.0.0.1:8080/path", URI.create("http://127.0.0.1/"), Section::http);
    }

    public Optional<URI> optionalUrl(String key) {
        return given(key, "", "a URL such as http://127.0.0.1:8080/path", Section::http);
    }

    // ---- structure

    /** The mapping under a key; empty if not given. */
    public Optional<Section> section(String key) {
        ask(key, "", "keys with values");
        return mapping(key).map(mapping -> new Section(notes, at(key), below(key), line(key), mapping));
    }

    /** The mapping under a key, one without keys if not given: then every default of it holds. */
    public Section sectionOrEmpty(String key) {
        return section(key).orElseGet(() -> new Section(notes, at(key), below(key), line, null));
    }

    /** The mappings in the list under a key; empty if not given. */
    public List<Section> sections(String key) {
        ask(key, "", "a list of keys with values");
        Node node = value(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            wrong(key, "found " + YamlTree.kind(node), "a list of keys with values");
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            String at = at(key) + "[" + sections.size() + "]";
            if (!(item instanceof MappingNode)) {
                notes.add(new Mistake(YamlTree.line(item), at, "found " + YamlTree.kind(item), "keys with values"));
            }
            sections.add(new Section(
                    notes, at, below(key) + "[]", YamlTree.line(item), item instanceof MappingNode one ? one : null));
        }
        return List.copyOf(sections);
    }

    /** The mappings under names that the user chose, such as topics; empty if not given. */
    public Map<String, Section> named(String key) {
        ask(key, "", "names, each with keys and values");
        Map<String, Section> sections = new LinkedHashMap<>();
        mapping(key).ifPresent(mapping -> {
            Section names = new Section(notes, at(key), below(key), line(key), mapping);
            names.entries
                    .keySet()
                    .forEach(name -> sections.put(
                            name,
                            new Section(
                                    notes,
                                    names.at(name),
                                    names.below("*"),
                                    names.line(name),
                                    names.mapping(name).orElse(null))));
        });
        return sections;
    }

    // ---- mistakes

    public boolean has(String key) {
        return value(key) != null;
    }

    /** Whether a value came from the environment or from another file. */
    public boolean secret(String key) {
        return value(key) instanceof ScalarNode scalar
                && notes.values().of(scalar.getValue()).secret();
    }

    /** The line of a key; that of this mapping if the key is not given. */
    public int line(String key) {
        Entry entry = entries.get(key);
        return entry == null ? line : entry.line();
    }

    /** The place of this mapping in the file, such as {@code sources[0]}. */
    public String place() {
        return path;
    }

    /**
     * Notes what is wrong with a key.
     *
     * @param found what is there, as it is to be quoted; not printed if the value is secret
     * @param allowed what could be there
     */
    public void mistake(String key, String found, String allowed) {
        asked.add(key);
        wrong(
                key,
                found.isEmpty() ? "missing" : "found '" + (secret(key) ? raw(key) : shortened(found)) + "'",
                allowed);
    }

    /** Notes what is wrong in words of one's own, such as two keys that do not go together. */
    public void mistake(String key, String what) {
        asked.add(key);
        wrong(key, what, "");
    }

    /** Ends the reading: each key that was not asked for is a mistake, told with the nearest known one. */
    public void done() {
        entries.forEach((key, entry) -> {
            if (!asked.contains(key)) {
                String meant = Nearest.of(key, asked)
                        .map(near -> ", did you mean '" + near + "'?")
                        .orElse("");
                notes.add(new Mistake(
                        entry.line(), at(key), "unknown key" + meant, meant.isEmpty() ? String.join(", ", asked) : ""));
            }
        });
    }

    /** How many mistakes the whole file has so far; two calls tell whether something in between was wrong. */
    public int mistakes() {
        return notes.count();
    }

    /** Place and keys, no values. */
    @Override
    public String toString() {
        return (path.isEmpty() ? "the file" : path) + entries.keySet();
    }

    // ---- how it is done

    private <T> T required(String key, String allowed, T standIn, Function<String, Optional<T>> read) {
        ask(key, "", allowed);
        if (value(key) == null) {
            wrong(key, "missing", allowed);
            return standIn;
        }
        return answer(key, allowed, read).orElse(standIn);
    }

    private <T> Optional<T> given(String key, String usual, String allowed, Function<String, Optional<T>> read) {
        ask(key, usual, allowed);
        return value(key) == null ? Optional.empty() : answer(key, allowed, read);
    }

    private <T> Optional<T> answer(String key, String allowed, Function<String, Optional<T>> read) {
        Optional<String> text = scalar(key, value(key), allowed);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> answer = read.apply(text.get());
        if (answer.isEmpty()) {
            wrong(key, "found '" + raw(key) + "'", allowed);
        }
        return answer;
    }

    private Optional<String> scalar(String key, @Nullable Node node, String allowed) {
        if (!(node instanceof ScalarNode scalar)) {
            wrong(key, "found " + (node == null ? "nothing" : YamlTree.kind(node)), allowed);
            return Optional.empty();
        }
        Values.Value value = notes.values().of(scalar.getValue());
        if (!value.problem().isEmpty()) {
            notes.add(new Mistake(YamlTree.line(scalar), at(key), value.problem(), ""));
            return Optional.empty();
        }
        return Optional.of(value.text());
    }

    private Optional<MappingNode> mapping(String key) {
        Node node = value(key);
        if (node == null || node instanceof MappingNode) {
            return Optional.ofNullable((MappingNode) node);
        }
        wrong(key, "found " + YamlTree.kind(node), "keys with values");
        return Optional.empty();
    }

    private @Nullable Node value(String key) {
        Entry entry = entries.get(key);
        return entry == null || entry.value().getTag().equals(Tag.NULL) ? null : entry.value();
    }

    private void ask(String key, String usual, String allowed) {
        asked.add(key);
        notes.add(new Question(
                asked.contains("type") && !key.equals("type") ? place + typed() : place, key, usual, allowed));
    }

    /** What {@code type} says, on which depends what other keys there are. */
    private String typed() {
        return value("type") instanceof ScalarNode scalar ? "(" + scalar.getValue() + ")" : "";
    }

    private void wrong(String key, String found, String allowed) {
        notes.add(new Mistake(line(key), at(key), found, allowed));
    }

    private String below(String key) {
        String at = asked.contains("type") ? place + typed() : place;
        return at.isEmpty() ? key : at + "." + key;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** What the file says, before anything is replaced, so that no secret is in it. */
    private String raw(String key) {
        return value(key) instanceof ScalarNode scalar ? shortened(scalar.getValue()) : "";
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }

    private static String listed(Collection<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    private static Optional<String> nonEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Optional<Integer> whole(String text, int least, int most) {
        if (!text.matches("-?\\d{1,10}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number < least || number > most ? Optional.empty() : Optional.of((int) number);
    }

    private static Optional<HostPort> hostPort(String text) {
        try {
            return Optional.of(HostPort.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> located(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(notes.directory().resolve(text).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> http(String text) {
        try {
            URI url = new URI(text);
            boolean usable = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getPort() <= 65_535;
            return usable ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
