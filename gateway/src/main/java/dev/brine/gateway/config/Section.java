package dev.brine.gateway.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

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
    private final Keys keys;

    /**
     * @param path of this mapping in the file, such as {@code sources[0]}; empty at the top
     * @param place the same for all of its kind, such as {@code sources[]}
     */
    Section(Notes notes, String path, String place, int line, @Nullable MappingNode mapping) {
        this.notes = notes;
        this.keys = new Keys(notes, path, place, line, mapping);
    }

    /** A mapping under one of these keys. */
    private Section inner(String key, int line, @Nullable MappingNode mapping) {
        return new Section(notes, keys.at(key), keys.below(key), line, mapping);
    }

    // ---- text

    /** A text that must be there and not be empty. */
    public String text(String key) {
        return keys.required(key, "text", STAND_IN, Readings::nonEmpty);
    }

    public String text(String key, String otherwise) {
        return keys.given(key, otherwise, "text", Readings::nonEmpty).orElse(otherwise);
    }

    public Optional<String> optionalText(String key) {
        return keys.given(key, "", "text", Readings::nonEmpty);
    }

    /** Several texts; one alone may be written without brackets. Empty if not given. */
    public List<String> texts(String key) {
        keys.ask(key, "", "a list of texts");
        return keys.list(key, "a list of texts");
    }

    /** Names with texts, such as Kafka's properties; a list becomes one text, joined by commas. Empty if not given. */
    public Map<String, String> map(String key) {
        keys.ask(key, "", "names with values");
        Map<String, String> map = new LinkedHashMap<>();
        keys.mapping(key).ifPresent(names -> {
            Keys inner = inner(key, keys.line(key), names).keys;
            inner.names().forEach(name -> map.put(name, String.join(",", inner.list(name, "a value"))));
        });
        return map;
    }

    // ---- numbers, switches, choices

    public int number(String key, int otherwise, int least, int most) {
        String allowed = "a whole number from " + least + " to " + most;
        return keys.given(key, String.valueOf(otherwise), allowed, text -> Readings.whole(text, least, most))
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
        return keys.given(key, Units.write(otherwise), allowed, text -> Units.size(text)
                        .filter(size -> size >= least && size <= most))
                .orElse(otherwise);
    }

    /** Such as {@code 250ms}, {@code 3s}, {@code 5m}, {@code 1h}. */
    public Duration duration(String key, Duration otherwise) {
        return keys.given(key, Units.write(otherwise), Units.DURATIONS, Units::duration)
                .orElse(otherwise);
    }

    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        String allowed = Units.DURATIONS + ", from " + Units.write(least) + " to " + Units.write(most);
        return keys.given(key, Units.write(otherwise), allowed, text -> Units.duration(text)
                        .filter(found -> found.compareTo(least) >= 0 && found.compareTo(most) <= 0))
                .orElse(otherwise);
    }

    /** Several durations in their order; one alone may be written without brackets. Empty if not given. */
    public List<Duration> durations(String key, Duration least, Duration most) {
        String allowed =
                "a list of durations such as [10s, 5m], from " + Units.write(least) + " to " + Units.write(most);
        keys.ask(key, "", allowed);
        List<Duration> durations = new ArrayList<>();
        for (String text : keys.list(key, allowed)) {
            Optional<Duration> found =
                    Units.duration(text).filter(one -> one.compareTo(least) >= 0 && one.compareTo(most) <= 0);
            if (found.isEmpty()) {
                keys.wrong(key, "found '" + (keys.secret(key) ? "" : Keys.shortened(text)) + "'", allowed);
            }
            found.ifPresent(durations::add);
        }
        return List.copyOf(durations);
    }

    public boolean flag(String key, boolean otherwise) {
        return keys.given(key, String.valueOf(otherwise), "true, false", Readings::flag)
                .orElse(otherwise);
    }

    /** A constant, written in small letters with dashes: {@code LENGTH_FIELD} is {@code length-field}. */
    public <E extends Enum<E>> E oneOf(String key, E otherwise) {
        Map<String, E> names = Readings.names(otherwise.getDeclaringClass());
        return keys.given(
                        key,
                        Readings.name(otherwise),
                        String.join(", ", names.keySet()),
                        text -> Optional.ofNullable(names.get(text)))
                .orElse(otherwise);
    }

    public String oneOf(String key, String otherwise, Set<String> allowed) {
        return keys.given(
                        key,
                        otherwise,
                        listed(allowed),
                        text -> allowed.contains(text) ? Optional.of(text) : Optional.empty())
                .orElse(otherwise);
    }

    /** The same for a key that must be there; returns the first of the names after a mistake. */
    public String oneOf(String key, Set<String> allowed) {
        String names = listed(allowed);
        return keys.required(
                key,
                names,
                names.isEmpty() ? STAND_IN : names.split(", ", 2)[0],
                text -> allowed.contains(text) ? Optional.of(text) : Optional.empty());
    }

    // ---- places

    /** A {@code HOST:PORT} that must be there. */
    public HostPort address(String key) {
        return keys.required(key, "HOST:PORT", new HostPort("127.0.0.1", 0), Readings::hostPort);
    }

    public HostPort address(String key, HostPort otherwise) {
        return keys.given(key, otherwise.toString(), "HOST:PORT", Readings::hostPort)
                .orElse(otherwise);
    }

    public Optional<HostPort> optionalAddress(String key) {
        return keys.given(key, "", "HOST:PORT", Readings::hostPort);
    }

    /** A path that must be there; relative to the directory of the file. */
    public Path path(String key) {
        return keys.required(key, "a path", notes.directory(), text -> Readings.located(notes.directory(), text));
    }

    public Optional<Path> optionalPath(String key) {
        return keys.given(key, "", "a path", text -> Readings.located(notes.directory(), text));
    }

    /** An {@code http} or {@code https} URL that must be there. */
    public URI url(String key) {
        return keys.required(
                key, "a URL such as http://127.0.0.1:8080/path", URI.create("http://127.0.0.1/"), Readings::http);
    }

    public Optional<URI> optionalUrl(String key) {
        return keys.given(key, "", "a URL such as http://127.0.0.1:8080/path", Readings::http);
    }

    // ---- structure

    /** The mapping under a key; empty if not given. */
    public Optional<Section> section(String key) {
        keys.ask(key, "", "keys with values");
        return keys.mapping(key).map(mapping -> inner(key, keys.line(key), mapping));
    }

    /** The mapping under a key, one without keys if not given: then every default of it holds. */
    public Section sectionOrEmpty(String key) {
        return section(key).orElseGet(() -> inner(key, keys.line(), null));
    }

    /** The mappings in the list under a key; empty if not given. */
    public List<Section> sections(String key) {
        keys.ask(key, "", "a list of keys with values");
        Node node = keys.value(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            keys.wrong(key, "found " + YamlTree.kind(node), "a list of keys with values");
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            String at = keys.at(key) + "[" + sections.size() + "]";
            if (!(item instanceof MappingNode)) {
                notes.add(new Mistake(YamlTree.line(item), at, "found " + YamlTree.kind(item), "keys with values"));
            }
            sections.add(new Section(
                    notes,
                    at,
                    keys.below(key) + "[]",
                    YamlTree.line(item),
                    item instanceof MappingNode one ? one : null));
        }
        return List.copyOf(sections);
    }

    /** The mappings under names that the user chose, such as topics; empty if not given. */
    public Map<String, Section> named(String key) {
        keys.ask(key, "", "names, each with keys and values");
        Map<String, Section> sections = new LinkedHashMap<>();
        keys.mapping(key).ifPresent(mapping -> {
            Section names = inner(key, keys.line(key), mapping);
            names.keys
                    .names()
                    .forEach(name -> sections.put(
                            name,
                            new Section(
                                    notes,
                                    names.keys.at(name),
                                    names.keys.below("*"),
                                    names.keys.line(name),
                                    names.keys.mapping(name).orElse(null))));
        });
        return sections;
    }

    // ---- mistakes

    public boolean has(String key) {
        return keys.value(key) != null;
    }

    /** Whether a value came from the environment or from another file. */
    public boolean secret(String key) {
        return keys.secret(key);
    }

    /** The line of a key; that of this mapping if the key is not given. */
    public int line(String key) {
        return keys.line(key);
    }

    /** The place of this mapping in the file, such as {@code sources[0]}. */
    public String place() {
        return keys.path();
    }

    /**
     * Notes what is wrong with a key.
     *
     * @param found what is there, as it is to be quoted; not printed if the value is secret
     * @param allowed what could be there
     */
    public void mistake(String key, String found, String allowed) {
        keys.known(key);
        keys.wrong(
                key,
                found.isEmpty()
                        ? "missing"
                        : "found '" + (keys.secret(key) ? keys.raw(key) : Keys.shortened(found)) + "'",
                allowed);
    }

    /** Notes what is wrong in words of one's own, such as two keys that do not go together. */
    public void mistake(String key, String what) {
        keys.known(key);
        keys.wrong(key, what, "");
    }

    /** Ends the reading: each key that was not asked for is a mistake, told with the nearest known one. */
    public void done() {
        keys.unasked();
    }

    /** How many mistakes the whole file has so far; two calls tell whether something in between was wrong. */
    public int mistakes() {
        return notes.count();
    }

    /** Place and keys, no values. */
    @Override
    public String toString() {
        return (place().isEmpty() ? "the file" : place()) + keys.names();
    }

    private static String listed(Collection<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }
}
