package dev.brine.gateway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The keys of one mapping with what stands under them and where, and which of them were asked for. Says what is wrong with
 * one in the words of the file, never with what was put in for a secret.
 */
final class Keys {

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
    Keys(Notes notes, String path, String place, int line, @Nullable MappingNode mapping) {
        this.notes = notes;
        this.path = path;
        this.place = place;
        this.line = line;
        if (mapping != null) {
            mapping.getValue().forEach(this::add);
        }
    }

    String path() {
        return path;
    }

    /** Where the mapping itself begins. */
    int line() {
        return line;
    }

    Set<String> names() {
        return entries.keySet();
    }

    /** Counts a key as known, without a question. */
    void known(String key) {
        asked.add(key);
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

    /** The answer to a question that must have one; the stand-in after a mistake. */
    <T> T required(String key, String allowed, T standIn, Function<String, Optional<T>> read) {
        ask(key, "", allowed);
        if (value(key) == null) {
            wrong(key, "missing", allowed);
            return standIn;
        }
        return answer(key, allowed, read).orElse(standIn);
    }

    /** The answer to a question that need not have one. */
    <T> Optional<T> given(String key, String usual, String allowed, Function<String, Optional<T>> read) {
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

    /** Several texts, or one alone; without a question. */
    List<String> list(String key, String allowed) {
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

    Optional<MappingNode> mapping(String key) {
        Node node = value(key);
        if (node == null || node instanceof MappingNode) {
            return Optional.ofNullable((MappingNode) node);
        }
        wrong(key, "found " + YamlTree.kind(node), "keys with values");
        return Optional.empty();
    }

    @Nullable
    Node value(String key) {
        Entry entry = entries.get(key);
        return entry == null || entry.value().getTag().equals(Tag.NULL) ? null : entry.value();
    }

    void ask(String key, String usual, String allowed) {
        asked.add(key);
        notes.add(new Question(
                asked.contains("type") && !key.equals("type") ? place + typed() : place, key, usual, allowed));
    }

    /** What {@code type} says, on which depends what other keys there are. */
    private String typed() {
        return value("type") instanceof ScalarNode scalar ? "(" + scalar.getValue() + ")" : "";
    }

    void wrong(String key, String found, String allowed) {
        notes.add(new Mistake(line(key), at(key), found, allowed));
    }

    String below(String key) {
        String at = asked.contains("type") ? place + typed() : place;
        return at.isEmpty() ? key : at + "." + key;
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** What the file says, before anything is replaced, so that no secret is in it. */
    String raw(String key) {
        return value(key) instanceof ScalarNode scalar ? shortened(scalar.getValue()) : "";
    }

    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }

    /** Whether a value came from the environment or from another file. */
    boolean secret(String key) {
        return value(key) instanceof ScalarNode scalar
                && notes.values().of(scalar.getValue()).secret();
    }

    /** The line of a key; that of this mapping if the key is not given. */
    int line(String key) {
        Entry entry = entries.get(key);
        return entry == null ? line : entry.line();
    }

    /** Notes each key that was not asked for, with the nearest known one. */
    void unasked() {
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
}
