package dev.brine.serdes.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Steps over opcodes and their arguments, whatever they mean. Ends where bytes are missing or mean nothing. */
final class PickleListing {

    private static final int SHOWN = 60;

    private final byte[] data;
    private final ByteBuffer bytes;
    private int at;
    private int offset;
    private PickleOpcode opcode = PickleOpcode.STOP;
    private @Nullable String text;
    private @Nullable String second;
    private long number;
    private @Nullable String shown;

    PickleListing(byte[] data) {
        this.data = data;
        this.bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Moves to the next opcode. */
    boolean next() {
        if (at >= data.length) {
            return false;
        }
        PickleOpcode found = PickleOpcode.of(data[at]);
        int from = at;
        text = null;
        second = null;
        shown = null;
        number = -1;
        if (found == null || !argument(found.argument(), from + 1)) {
            return false;
        }
        opcode = found;
        offset = from;
        return true;
    }

    PickleInspection.Line line() {
        return new PickleInspection.Line(offset, opcode, shown);
    }

    int position() {
        return at;
    }

    /** The text of the current opcode, if it has one. */
    @Nullable
    String text() {
        return text;
    }

    /** The second line of an opcode that has two. */
    @Nullable
    String second() {
        return second;
    }

    /** The number of the current opcode, or -1. */
    long number() {
        return number;
    }

    private boolean argument(PickleOpcode.Argument argument, int from) {
        return switch (argument) {
            case NONE -> fixed(from, 0);
            case UINT1 -> fixed(from, 1) && number(data[from] & 0xff);
            case UINT2 -> fixed(from, 2) && number(bytes.getShort(from) & 0xffff);
            case INT4 -> fixed(from, 4) && number(bytes.getInt(from));
            case UINT4 -> fixed(from, 4) && number(bytes.getInt(from) & 0xffffffffL);
            case UINT8 -> fixed(from, 8) && number(bytes.getLong(from));
            case FLOAT8 ->
                fixed(from, 8)
                        && show(Double.toString(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong(from)))));
            case LINE -> line(from) && index();
            case TWO_LINES -> twoLines(from);
            case TEXT1, STRING1 -> fixed(from, 1) && text(from + 1, data[from] & 0xff);
            case TEXT4, STRING4 -> fixed(from, 4) && text(from + 4, bytes.getInt(from) & 0xffffffffL);
            case TEXT8 -> fixed(from, 8) && text(from + 8, bytes.getLong(from));
            case BYTES1 -> fixed(from, 1) && raw(from + 1, data[from] & 0xff);
            case BYTES4 -> fixed(from, 4) && raw(from + 4, bytes.getInt(from) & 0xffffffffL);
            case BYTES8 -> fixed(from, 8) && raw(from + 8, bytes.getLong(from));
            case LONG1 -> fixed(from, 1) && raw(from + 1, data[from] & 0xff);
            case LONG4 -> fixed(from, 4) && raw(from + 4, bytes.getInt(from));
        };
    }

    private boolean fixed(int from, int length) {
        if (length > data.length - from) {
            return false;
        }
        at = from + length;
        return true;
    }

    private boolean number(long value) {
        number = value;
        return show(Long.toString(value));
    }

    private boolean show(String value) {
        shown = value;
        return true;
    }

    private boolean line(int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == '\n') {
                text = new String(data, from, i - from, ISO_8859_1);
                at = i + 1;
                return show(cut(text));
            }
        }
        return false;
    }

    /** GET and PUT hold their number as a line. */
    private boolean index() {
        if (text != null && text.length() < 10 && text.matches("[0-9]+")) {
            number = Long.parseLong(text);
        }
        return true;
    }

    private boolean twoLines(int from) {
        if (!line(from)) {
            return false;
        }
        String first = text;
        if (!line(at)) {
            return false;
        }
        second = text;
        text = first;
        return show(cut(first + " " + second));
    }

    private boolean text(int from, long length) {
        if (length < 0 || length > data.length - from) {
            return false;
        }
        at = from + (int) length;
        text = new String(data, from, (int) length, UTF_8);
        return show(cut(text));
    }

    private boolean raw(int from, long length) {
        if (length < 0 || length > data.length - from) {
            return false;
        }
        at = from + (int) length;
        return show(length + " bytes");
    }

    /** The text that a line of protocol 0 stands for, as far as it can be told. */
    @Nullable
    String unescaped() {
        if (opcode != PickleOpcode.UNICODE) {
            return text;
        }
        try {
            PickleInput in = new PickleInput(data, offset + 1, at, data.length, 1, KeyTable.NONE, false);
            return PickleStrings.rawUnicodeEscape(in);
        } catch (DecodeException e) {
            return null;
        }
    }

    private static String cut(@Nullable String value) {
        StringBuilder line = new StringBuilder("'");
        String whole = value == null ? "" : value;
        for (int i = 0; i < Math.min(SHOWN, whole.length()); i++) {
            char c = whole.charAt(i);
            if (Character.isISOControl(c) || c == '\'' || c == '\\' || Character.isSurrogate(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return whole.length() > SHOWN ? line + "...' of " + whole.length() : line + "'";
    }
}
