package dev.brine.serdes.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The tokens of one JSON text, with the budget of the value. Stands on the first token of the value that is to be
 * parsed, and afterwards on its last. Turns every complaint of the parser into a {@link Fault} without its words, which
 * may hold content.
 */
final class JsonSource {

    /** What unions may parse again, in bytes: so many, and so many times the text. */
    private static final long FREE_RETRIES = 1 << 16;

    private static final long RETRIES_PER_BYTE = 16;

    private final JsonFactory factory;
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final Limits limits;
    private JsonParser parser;
    private int base;
    private JsonToken token = JsonToken.NOT_AVAILABLE;
    private int depth;
    private int items;
    private long retries;
    private int[] marks = new int[32];
    private int marked;

    /** @throws Fault if the text is in another encoding */
    JsonSource(JsonFactory factory, byte[] bytes, int start, int length, Limits limits) {
        this.factory = factory;
        this.bytes = bytes;
        this.start = start;
        this.end = start + length;
        this.limits = limits;
        this.retries = FREE_RETRIES + RETRIES_PER_BYTE * length;
        this.base = start;
        this.parser = open(start);
    }

    private JsonParser open(int from) {
        for (int i = from; i < Math.min(end, from + 4); i++) {
            // The parser would take it for UTF-16 or UTF-32 and follow.
            if (bytes[i] == 0) {
                throw new Fault("json.syntax", i - start, "a byte 00; JSON is expected in UTF-8");
            }
        }
        try {
            return factory.createParser(bytes, from, end - from);
        } catch (IOException e) {
            throw new IllegalStateException("a parser over an array does no input", e);
        }
    }

    void close() {
        close(parser);
    }

    private static void close(JsonParser parser) {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException("a parser over an array does no output", e);
        }
    }

    /** Moves to the first token. */
    void begin() {
        if (next() == JsonToken.NOT_AVAILABLE) {
            throw new Fault("truncated", 0, "no JSON value at all");
        }
    }

    /** Nothing but white space may follow. */
    void expectEnd() {
        JsonToken more;
        try {
            more = parser.nextToken();
        } catch (IOException e) {
            throw new Fault("trailing-bytes", here(), "something behind the end of the value");
        }
        if (more != null) {
            throw new Fault("trailing-bytes", position(), "something behind the end of the value");
        }
    }

    JsonToken token() {
        return token;
    }

    /** Moves on; {@code NOT_AVAILABLE} at the end. */
    JsonToken next() {
        try {
            JsonToken found = parser.nextToken();
            token = found == null ? JsonToken.NOT_AVAILABLE : found;
            return token;
        } catch (IOException e) {
            throw complaint(e);
        }
    }

    /** Moves on, and says whether the next token is the field of this name. */
    boolean nextIsField(SerializableString name) {
        try {
            boolean is = parser.nextFieldName(name);
            JsonToken found = parser.currentToken();
            token = found == null ? JsonToken.NOT_AVAILABLE : found;
            return is;
        } catch (IOException e) {
            throw complaint(e);
        }
    }

    String fieldName() {
        try {
            return parser.currentName();
        } catch (IOException e) {
            throw complaint(e);
        }
    }

    /** The text of a string or number. */
    String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw complaint(e);
        }
    }

    /** An integer, or a fault if it has more than 64 bits. */
    long integer() {
        try {
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw fault("json.value", "an integer of more than 64 bits");
            }
            return parser.getLongValue();
        } catch (IOException e) {
            throw complaint(e);
        }
    }

    void skip() {
        try {
            parser.skipChildren();
            JsonToken last = parser.currentToken();
            token = last == null ? JsonToken.NOT_AVAILABLE : last;
        } catch (IOException e) {
            throw complaint(e);
        }
    }

    /** Counts an object or array that is entered. */
    void enter() {
        if (++depth > limits.maxDepth()) {
            throw fault("limit.max.depth", "objects and arrays more than " + limits.maxDepth() + " deep");
        }
    }

    void leave() {
        depth--;
    }

    /** Counts an item of an array or an entry of a map. */
    void item() {
        if (++items > limits.maxItems()) {
            throw fault("limit.max.items", "more than " + limits.maxItems() + " array and map items in one value");
        }
    }

    /** Writes a text, or complains about it here. */
    void write(String text, BinaryOutput out) {
        if (text.length() > limits.maxStringBytes()) {
            throw tooLong(text.length() + " characters");
        }
        try {
            out.writeString(text);
        } catch (EncodeException e) {
            if (!wellFormed(text)) {
                throw fault("utf-8", "a surrogate without its partner: UTF-8 cannot hold it");
            }
            throw tooLong("more than " + limits.maxStringBytes() + " bytes");
        }
    }

    void write(byte[] content, BinaryOutput out) {
        if (content.length > limits.maxStringBytes()) {
            throw tooLong(content.length + " bytes");
        }
        out.writeBytes(content);
    }

    private Fault tooLong(String found) {
        return fault("limit.max.string.bytes", found + ", at most " + limits.maxStringBytes() + " bytes are accepted");
    }

    private static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 'x')) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Room for so many numbers, all -1; returns the index of the first in {@link #marks()}. */
    int pushMarks(int count) {
        int first = marked;
        marked += count;
        if (marked > marks.length) {
            marks = Arrays.copyOf(marks, Math.max(marked, 2 * marks.length));
        }
        Arrays.fill(marks, first, marked, -1);
        return first;
    }

    int[] marks() {
        return marks;
    }

    void popMarks(int count) {
        marked -= count;
    }

    /**
     * Tries the value that begins here as one branch of a union after the other, which takes a second look at its text
     * for each.
     *
     * @return the number of the branch that fitted
     * @throws Fault that of the branch that came furthest, if none fits
     */
    int firstThatFits(ParseStep[] branches, int[] candidates, BinaryOutput out, String words) {
        JsonParser outer = parser;
        int outerBase = base;
        int begin = base + byteOffset(outer.currentTokenLocation().getByteOffset());
        int size = out.size();
        int depthBefore = depth;
        int itemsBefore = items;
        int marksBefore = marked;
        Fault nearest = null;
        for (int candidate : candidates) {
            out.truncate(size);
            out.writeInt(candidate);
            JsonParser inner = open(begin);
            parser = inner;
            base = begin;
            try {
                next();
                branches[candidate].parse(this, out);
                spend(here() + start - begin);
                parser = outer;
                base = outerBase;
                skip();
                return candidate;
            } catch (Fault e) {
                if (!e.isOfBranch()) {
                    throw e;
                }
                spend(here() + start - begin);
                nearest = nearest == null || e.position() > nearest.position() ? e : nearest;
            } finally {
                close(inner);
                parser = outer;
                base = outerBase;
            }
            depth = depthBefore;
            items = itemsBefore;
            marked = marksBefore;
        }
        token = outer.currentToken();
        throw nearest == null ? fault("json.type", "fits none of " + words) : nearest.ofUnion(words);
    }

    private void spend(int parsed) {
        retries -= parsed;
        if (retries < 0) {
            throw fault(
                    "limit.union-retries",
                    "unions of unions whose branches look alike, which would have to be tried too often");
        }
    }

    Fault fault(String rule, String reason) {
        return new Fault(rule, position(), reason);
    }

    Fault wrongType(String expected) {
        return fault("json.type", "expected " + expected + ", found " + Tokens.words(token));
    }

    /** Where the token begins. */
    int position() {
        return base - start + byteOffset(parser.currentTokenLocation().getByteOffset());
    }

    /** Where the parser stands. */
    private int here() {
        return base - start + byteOffset(parser.currentLocation().getByteOffset());
    }

    private static int byteOffset(long offset) {
        return (int) Math.max(offset, 0);
    }

    private Fault complaint(IOException e) {
        if (e instanceof JsonEOFException) {
            return new Fault("truncated", here(), "the text ends within a value");
        }
        if (e instanceof StreamConstraintsException) {
            return constraint(String.valueOf(e.getMessage()));
        }
        return new Fault("json.syntax", here(), "not JSON (RFC 8259)");
    }

    private Fault constraint(String message) {
        if (message.contains("nesting depth")) {
            return new Fault("limit.max.depth", here(), "objects and arrays more than " + limits.maxDepth() + " deep");
        }
        if (message.contains("Number")) {
            return new Fault("limit.number", here(), "a number of more than 1000 digits");
        }
        return new Fault(
                "limit.max.string.bytes",
                here(),
                "a text or name that is too long, at most " + limits.maxStringBytes() + " bytes are accepted");
    }
}
