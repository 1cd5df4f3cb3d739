package dev.brine.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON path and what must be there: {@code $.a.b[0]=text}. Operators are {@code = != < <= > >=}, {@code ~} (a regular
 * expression is found in the text), or none (it is there, be it null). Two numbers are compared as numbers, also where
 * plain JSON has a decimal as text; anything else, and what is given in double quotes, as text. Where a path leads to several places, one that fits will do.
 */
final class Condition {

    private static final Pattern OPERATOR = Pattern.compile("!=|<=|>=|=|<|>|~");

    private final JsonPath path;
    private final String operator;
    private final String operand;
    private final boolean quoted;
    private final @Nullable Pattern regex;

    private Condition(JsonPath path, String operator, String operand, boolean quoted, @Nullable Pattern regex) {
        this.path = path;
        this.operator = operator;
        this.operand = operand;
        this.quoted = quoted;
        this.regex = regex;
    }

    /** @throws IllegalArgumentException saying what is wrong with it */
    static Condition parse(String text) {
        JsonPath.Parsed parsed = JsonPath.parse(text);
        String rest = text.substring(parsed.end()).strip();
        if (rest.isEmpty()) {
            return new Condition(parsed.path(), "", "", false, null);
        }
        Matcher operator = OPERATOR.matcher(rest);
        if (!operator.lookingAt()) {
            throw new IllegalArgumentException(
                    "--where '" + text + "': expected =, !=, <, <=, >, >= or ~ at character " + (parsed.end() + 1));
        }
        String operand = rest.substring(operator.end()).strip();
        boolean quoted = operand.length() > 1 && operand.startsWith("\"") && operand.endsWith("\"");
        if (quoted) {
            operand = operand.substring(1, operand.length() - 1);
        }
        try {
            Pattern regex = operator.group().equals("~") ? Pattern.compile(operand) : null;
            return new Condition(parsed.path(), operator.group(), operand, quoted, regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "--where '" + text + "': " + e.getDescription().toLowerCase(Locale.ROOT) + " in the expression", e);
        }
    }

    boolean holds(JsonNode payload) {
        return path.find(payload).stream().anyMatch(this::holdsAt);
    }

    private boolean holdsAt(JsonNode found) {
        if (operator.isEmpty()) {
            return true;
        }
        String text = found.isValueNode() ? found.asText() : found.toString();
        if (regex != null) {
            return regex.matcher(text).find();
        }
        BigDecimal left = number(text);
        BigDecimal right = quoted ? null : number(operand);
        int order = left != null && right != null ? left.compareTo(right) : text.compareTo(operand);
        return switch (operator) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static @Nullable BigDecimal number(String text) {
        return text.length() <= 100 && text.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?")
                ? new BigDecimal(text)
                : null;
    }
}
