package dev.brine.serdes.pickle;

import org.jspecify.annotations.Nullable;

/** The 68 opcodes of pickle, named as CPython's {@code pickletools} names them, with the form of their arguments. */
public enum PickleOpcode {
    MARK(Op.MARK, Argument.NONE),
    STOP(Op.STOP, Argument.NONE),
    POP(Op.POP, Argument.NONE),
    POP_MARK(Op.POP_MARK, Argument.NONE),
    DUP(Op.DUP, Argument.NONE),
    FLOAT(Op.FLOAT, Argument.LINE),
    INT(Op.INT, Argument.LINE),
    BININT(Op.BININT, Argument.INT4),
    BININT1(Op.BININT1, Argument.UINT1),
    LONG(Op.LONG, Argument.LINE),
    BININT2(Op.BININT2, Argument.UINT2),
    NONE(Op.NONE, Argument.NONE),
    PERSID(Op.PERSID, Argument.LINE, true),
    BINPERSID(Op.BINPERSID, Argument.NONE, true),
    REDUCE(Op.REDUCE, Argument.NONE),
    STRING(Op.STRING, Argument.LINE),
    BINSTRING(Op.BINSTRING, Argument.STRING4),
    SHORT_BINSTRING(Op.SHORT_BINSTRING, Argument.STRING1),
    UNICODE(Op.UNICODE, Argument.LINE),
    BINUNICODE(Op.BINUNICODE, Argument.TEXT4),
    APPEND(Op.APPEND, Argument.NONE),
    BUILD(Op.BUILD, Argument.NONE),
    GLOBAL(Op.GLOBAL, Argument.TWO_LINES),
    DICT(Op.DICT, Argument.NONE),
    EMPTY_DICT(Op.EMPTY_DICT, Argument.NONE),
    APPENDS(Op.APPENDS, Argument.NONE),
    GET(Op.GET, Argument.LINE),
    BINGET(Op.BINGET, Argument.UINT1),
    INST(Op.INST, Argument.TWO_LINES, true),
    LONG_BINGET(Op.LONG_BINGET, Argument.UINT4),
    LIST(Op.LIST, Argument.NONE),
    EMPTY_LIST(Op.EMPTY_LIST, Argument.NONE),
    OBJ(Op.OBJ, Argument.NONE, true),
    PUT(Op.PUT, Argument.LINE),
    BINPUT(Op.BINPUT, Argument.UINT1),
    LONG_BINPUT(Op.LONG_BINPUT, Argument.UINT4),
    SETITEM(Op.SETITEM, Argument.NONE),
    TUPLE(Op.TUPLE, Argument.NONE),
    EMPTY_TUPLE(Op.EMPTY_TUPLE, Argument.NONE),
    SETITEMS(Op.SETITEMS, Argument.NONE),
    BINFLOAT(Op.BINFLOAT, Argument.FLOAT8),
    PROTO(Op.PROTO, Argument.UINT1),
    NEWOBJ(Op.NEWOBJ, Argument.NONE),
    EXT1(Op.EXT1, Argument.UINT1, true),
    EXT2(Op.EXT2, Argument.UINT2, true),
    EXT4(Op.EXT4, Argument.INT4, true),
    TUPLE1(Op.TUPLE1, Argument.NONE),
    TUPLE2(Op.TUPLE2, Argument.NONE),
    TUPLE3(Op.TUPLE3, Argument.NONE),
    NEWTRUE(Op.NEWTRUE, Argument.NONE),
    NEWFALSE(Op.NEWFALSE, Argument.NONE),
    LONG1(Op.LONG1, Argument.LONG1),
    LONG4(Op.LONG4, Argument.LONG4),
    BINBYTES(Op.BINBYTES, Argument.BYTES4),
    SHORT_BINBYTES(Op.SHORT_BINBYTES, Argument.BYTES1),
    SHORT_BINUNICODE(Op.SHORT_BINUNICODE, Argument.TEXT1),
    BINUNICODE8(Op.BINUNICODE8, Argument.TEXT8),
    BINBYTES8(Op.BINBYTES8, Argument.BYTES8),
    EMPTY_SET(Op.EMPTY_SET, Argument.NONE),
    ADDITEMS(Op.ADDITEMS, Argument.NONE),
    FROZENSET(Op.FROZENSET, Argument.NONE),
    NEWOBJ_EX(Op.NEWOBJ_EX, Argument.NONE),
    STACK_GLOBAL(Op.STACK_GLOBAL, Argument.NONE),
    MEMOIZE(Op.MEMOIZE, Argument.NONE),
    FRAME(Op.FRAME, Argument.UINT8),
    BYTEARRAY8(Op.BYTEARRAY8, Argument.BYTES8),
    NEXT_BUFFER(Op.NEXT_BUFFER, Argument.NONE, true),
    READONLY_BUFFER(Op.READONLY_BUFFER, Argument.NONE, true);

    /** What follows an opcode; numbers are little-endian but for the float. */
    enum Argument {
        NONE,
        UINT1,
        UINT2,
        INT4,
        UINT4,
        UINT8,
        FLOAT8,
        LINE,
        TWO_LINES,
        TEXT1,
        TEXT4,
        TEXT8,
        STRING1,
        STRING4,
        BYTES1,
        BYTES4,
        BYTES8,
        LONG1,
        LONG4
    }

    private static final @Nullable PickleOpcode[] BY_CODE = new PickleOpcode[256];

    static {
        for (PickleOpcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;
    private final Argument argument;
    private final boolean refused;

    PickleOpcode(int code, Argument argument) {
        this(code, argument, false);
    }

    PickleOpcode(int code, Argument argument, boolean refused) {
        this.code = code;
        this.argument = argument;
        this.refused = refused;
    }

    /** The byte that stands for it. */
    public int code() {
        return code;
    }

    /** Whether it is refused wherever it stands, because it can only do what plain data never needs. */
    public boolean refused() {
        return refused;
    }

    Argument argument() {
        return argument;
    }

    /** The opcode of a byte, or {@code null} if it has none. */
    public static @Nullable PickleOpcode of(int code) {
        return BY_CODE[code & 0xff];
    }

    /** Name of the opcode of a byte for messages. */
    static String nameOf(int code) {
        PickleOpcode opcode = of(code);
        return opcode == null ? String.format("byte 0x%02x", code & 0xff) : opcode.name();
    }
}
