package dev.brine.gateway.config;

import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The nodes of a YAML text, with their lines. Nothing is ever built from a tag; what aliases unfold to is counted, so
 * that a few lines cannot become millions of nodes.
 */
final class YamlTree {

    private static final int MOST_NODES = 10_000;
    private static final int DEEPEST = 32;
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final Set<Tag> PLAIN =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.SEQ, Tag.MAP, Tag.MERGE);

    private final Notes notes;
    private int nodes;

    private YamlTree(Notes notes) {
        this.notes = notes;
    }

    /** The mapping at the top; empty if there is none, which is noted unless the text is empty. */
    static Optional<MappingNode> parse(String text, Notes notes) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(50);
        options.setAllowRecursiveKeys(false);
        try {
            Node root = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
                    .getSingleNode();
            if (root == null) {
                return Optional.empty();
            }
            if (!(root instanceof MappingNode mapping)) {
                notes.add(new Mistake(line(root), "", "found " + kind(root) + " at the top", "keys with values"));
                return Optional.empty();
            }
            return new YamlTree(notes).bounded(root, 0) ? Optional.of(mapping) : Optional.empty();
        } catch (MarkedYAMLException e) {
            // The problem alone: the whole message quotes the text, which may hold secrets.
            Mark mark = e.getProblemMark();
            notes.add(new Mistake(mark == null ? 1 : mark.getLine() + 1, "", "not YAML: " + e.getProblem(), ""));
        } catch (YAMLException e) {
            notes.add(new Mistake(1, "", "not YAML: " + e.getMessage(), ""));
        }
        return Optional.empty();
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    static String kind(Node node) {
        return node instanceof MappingNode ? "keys with values" : node instanceof SequenceNode ? "a list" : "a value";
    }

    private boolean bounded(Node node, int depth) {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            notes.add(new Mistake(
                    line(node),
                    "",
                    "more than " + MOST_NODES + " values or " + DEEPEST + " levels, aliases unfolded",
                    ""));
            return false;
        }
        if (!PLAIN.contains(node.getTag())) {
            notes.add(
                    new Mistake(line(node), "", "found the tag " + node.getTag().getValue(), "values without tags"));
            return false;
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (!bounded(entry.getKeyNode(), depth + 1) || !bounded(entry.getValueNode(), depth + 1)) {
                    return false;
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (!bounded(item, depth + 1)) {
                    return false;
                }
            }
        }
        return true;
    }
}
