package dev.brine.registry.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a strict subset of YAML 1.2: nested block mappings, plain and quoted scalars on one line, {@code [a, b]} and
 * {@code - item} lists of scalars, comments. All scalars are text. Anything else is refused with its line.
 */
final class SmallYaml {

    /** What a value may be. A key with nothing behind it is an {@link Empty}. */
    sealed interface Node {
        int line();
    }

    record Scalar(String text, int line) implements Node {}

    record Items(List<Scalar> items, int line) implements Node {}

    record Mapping(Map<String, Entry> entries, int line) implements Node {}

    record Empty(int line) implements Node {}

    record Entry(int line, Node value) {}

    /** What cannot be read, and the line where it stands. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int line;

        Refused(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    private record Row(int number, int indent, String text) {}

    private static final int MAX_DEPTH = 16;

    private final List<Row> rows;
    private int at;

    private SmallYaml(List<Row> rows) {
        this.rows = rows;
    }

    /** @throws Refused at the first line that is outside the subset */
    static Node parse(String text) {
        List<Row> rows = rows(text);
        if (rows.isEmpty()) {
            return new Empty(1);
        }
        SmallYaml parser = new SmallYaml(rows);
        Node node = parser.block(rows.get(0).indent(), 0);
        if (parser.at < rows.size()) {
            throw new Refused(rows.get(parser.at).number(), "the indentation fits no line above");
        }
        return node;
    }

    private static List<Row> rows(String text) {
        List<Row> rows = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int indent = 0;
            while (indent < line.length() && line.charAt(indent) == ' ') {
                indent++;
            }
            if (indent < line.length() && line.charAt(indent) == '\t') {
                throw new Refused(i + 1, "a tab indents the line; use spaces");
            }
            String rest = line.substring(indent).stripTrailing();
            if (!rest.isEmpty() && rest.charAt(0) != '#') {
                rows.add(new Row(i + 1, indent, rest));
            }
        }
        return rows;
    }

    private Node block(int indent, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Refused(rows.get(at).number(), "nested more than " + MAX_DEPTH + " deep");
        }
        return isItem(rows.get(at).text()) ? items(indent) : mapping(indent, depth);
    }

    private Items items(int indent) {
        int first = rows.get(at).number();
        List<Scalar> items = new ArrayList<>();
        while (at < rows.size()
                && rows.get(at).indent() == indent
                && isItem(rows.get(at).text())) {
            Row row = rows.get(at);
            Cursor cursor = new Cursor(row.text().substring(1).strip(), row.number());
            items.add(cursor.scalar());
            cursor.end();
            at++;
        }
        if (at < rows.size()
                && rows.get(at).indent() >= indent
                && !(rows.get(at).indent() == indent)) {
            throw new Refused(rows.get(at).number(), "an item of a list is one scalar on one line");
        }
        return new Items(items, first);
    }

    private static boolean isItem(String text) {
        return text.equals("-") || text.startsWith("- ");
    }

    private Mapping mapping(int indent, int depth) {
        int first = rows.get(at).number();
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (at < rows.size() && rows.get(at).indent() == indent) {
            Row row = rows.get(at);
            Cursor cursor = new Cursor(row.text(), row.number());
            String key = cursor.key();
            at++;
            Node value = cursor.atEnd() ? nested(row, depth) : cursor.value();
            if (entries.put(key, new Entry(row.number(), value)) != null) {
                throw new Refused(row.number(), "the key '" + key + "' stands here twice");
            }
        }
        if (at < rows.size() && rows.get(at).indent() > indent) {
            throw new Refused(rows.get(at).number(), "the line is indented more than the one above allows");
        }
        return new Mapping(entries, first);
    }

    private Node nested(Row parent, int depth) {
        if (at >= rows.size()) {
            return new Empty(parent.number());
        }
        Row next = rows.get(at);
        boolean inside = next.indent() > parent.indent() || next.indent() == parent.indent() && isItem(next.text());
        return inside ? block(next.indent(), depth + 1) : new Empty(parent.number());
    }

    /** Reads along one line. */
    private static final class Cursor {
        private final String text;
        private final int line;
        private int at;

        Cursor(String text, int line) {
            this.text = text;
            this.line = line;
        }

        String key() {
            String key = isQuote() ? quoted() : plain(":", "a key");
            if (at >= text.length() || text.charAt(at) != ':') {
                throw refused("expected 'key: value'");
            }
            at++;
            if (at < text.length() && text.charAt(at) != ' ') {
                throw refused("a space must follow the colon");
            }
            skip();
            return key;
        }

        Node value() {
            Node value = text.charAt(at) == '[' ? list() : scalar();
            end();
            return value;
        }

        private Items list() {
            List<Scalar> items = new ArrayList<>();
            at++;
            skip();
            while (at < text.length() && text.charAt(at) != ']') {
                items.add(new Scalar(isQuote() ? quoted() : plain(",]", "an item"), line));
                skip();
                if (at < text.length() && text.charAt(at) == ',') {
                    at++;
                    skip();
                } else if (at < text.length() && text.charAt(at) != ']') {
                    throw refused("expected ',' or ']'");
                }
            }
            if (at >= text.length()) {
                throw refused("the list is not closed on its line");
            }
            at++;
            return new Items(items, line);
        }

        Scalar scalar() {
            return new Scalar(isQuote() ? quoted() : plain("", "a value"), line);
        }

        /** Nothing but a comment may follow. */
        void end() {
            skip();
            if (!atEnd()) {
                throw refused("found '" + text.charAt(at) + "' behind the value");
            }
        }

        boolean atEnd() {
            return at >= text.length() || text.charAt(at) == '#' && (at == 0 || text.charAt(at - 1) == ' ');
        }

        private boolean isQuote() {
            return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
        }

        private String quoted() {
            char quote = text.charAt(at++);
            StringBuilder value = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == quote) {
                    if (quote == '\'' && at < text.length() && text.charAt(at) == quote) {
                        at++;
                    } else {
                        return value.toString();
                    }
                } else if (c == '\\' && quote == '"') {
                    c = escaped();
                }
                value.append(c);
            }
            throw refused("the quoted text is not closed on its line");
        }

        private char escaped() {
            char c = at < text.length() ? text.charAt(at++) : ' ';
            return switch (c) {
                case '"', '\\', '/' -> c;
                case 'n' -> '\n';
                case 't' -> '\t';
                default -> throw refused("the escape \\" + c + " is not one of \\\" \\\\ \\/ \\n \\t");
            };
        }

        /** Up to one of {@code ends}, or to a comment, or to the end of the line. */
        private String plain(String ends, String what) {
            int start = at;
            if (start < text.length() && "&*!|>%@`{}[]?\"',#".indexOf(text.charAt(start)) >= 0
                    || text.startsWith("- ", start)
                    || text.startsWith("---", start)) {
                throw refused(what + " begins with '" + text.charAt(start)
                        + "', which this small YAML does not have; quote it, or write one key a line");
            }
            while (at < text.length() && ends.indexOf(text.charAt(at)) < 0 && !comment()) {
                if (text.charAt(at) == ':' && (at + 1 == text.length() || text.charAt(at + 1) == ' ')) {
                    throw refused("a second 'key:' stands on the line");
                }
                at++;
            }
            String value = text.substring(start, at).strip();
            if (value.isEmpty()) {
                throw refused(what + " is missing");
            }
            return value;
        }

        private boolean comment() {
            return text.charAt(at) == '#' && at > 0 && text.charAt(at - 1) == ' ';
        }

        private void skip() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private Refused refused(String what) {
            return new Refused(line, what);
        }
    }
}
