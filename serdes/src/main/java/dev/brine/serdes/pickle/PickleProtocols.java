package dev.brine.serdes.pickle;

/** Which protocol brought which opcode. */
final class PickleProtocols {

    private PickleProtocols() {}

    static int since(int op) {
        return switch (op) {
            case Op.BYTEARRAY8, Op.NEXT_BUFFER, Op.READONLY_BUFFER -> 5;
            case Op.SHORT_BINUNICODE,
                    Op.BINUNICODE8,
                    Op.BINBYTES8,
                    Op.EMPTY_SET,
                    Op.ADDITEMS,
                    Op.FROZENSET,
                    Op.NEWOBJ_EX,
                    Op.STACK_GLOBAL,
                    Op.MEMOIZE,
                    Op.FRAME -> 4;
            case Op.BINBYTES, Op.SHORT_BINBYTES -> 3;
            case Op.NEWOBJ,
                    Op.EXT1,
                    Op.EXT2,
                    Op.EXT4,
                    Op.TUPLE1,
                    Op.TUPLE2,
                    Op.TUPLE3,
                    Op.NEWTRUE,
                    Op.NEWFALSE,
                    Op.LONG1,
                    Op.LONG4 -> 2;
            case Op.POP_MARK,
                    Op.BININT,
                    Op.BININT1,
                    Op.BININT2,
                    Op.BINPERSID,
                    Op.BINSTRING,
                    Op.SHORT_BINSTRING,
                    Op.BINUNICODE,
                    Op.EMPTY_DICT,
                    Op.APPENDS,
                    Op.BINGET,
                    Op.LONG_BINGET,
                    Op.EMPTY_LIST,
                    Op.OBJ,
                    Op.BINPUT,
                    Op.LONG_BINPUT,
                    Op.EMPTY_TUPLE,
                    Op.SETITEMS,
                    Op.BINFLOAT -> 1;
            // PROTO says the protocol, so it belongs to all of them.
            default -> 0;
        };
    }
}
