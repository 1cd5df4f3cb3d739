package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.Words;

/**
 * Puts memo opcodes and frames into a body on its way to the result. Where several things stand at one place, a frame
 * ends first, then an object is memoised, then one is used.
 */
final class PickleAssembly {

    /** More memo indexes need four bytes. */
    private static final int SHORT_INDEXES = 256;

    private final PickleOutput out;
    private final MemoNotes memo;
    private final Cuts cuts;
    private final int protocol;
    // Of the segments of the body that its cuts make.
    private final int[] lengths;
    private byte[] result = new byte[0];
    private int at;

    private PickleAssembly(PickleOutput out) {
        this.out = out;
        this.memo = out.memo();
        this.cuts = out.cuts();
        this.protocol = out.protocol();
        this.lengths = new int[cuts.count() + 1];
        int begin = 0;
        for (int i = 0; i < lengths.length; i++) {
            int end = i < cuts.count() ? cuts.at(i) : out.size();
            lengths[i] = end - begin;
            begin = end;
        }
    }

    static byte[] of(PickleOutput out, byte[] prefix) {
        if (out.cuts().count() > 0) {
            return new PickleAssembly(out).assemble(prefix);
        }
        if (out.memo().uses() == 0) {
            return simple(out, prefix);
        }
        int used = out.memo().usedObjects();
        return used <= SHORT_INDEXES ? whole(out, used, prefix) : new PickleAssembly(out).assemble(prefix);
    }

    /** In one pass, because the length is known: no frame ends, and every memo index takes one byte. */
    private static byte[] whole(PickleOutput out, int used, byte[] prefix) {
        MemoNotes memo = out.memo();
        boolean memoizes = out.protocol() >= 4;
        int uses = memo.uses();
        int length = out.size() + used * (memoizes ? 1 : 2) + uses * 2;
        boolean framed = memoizes && PickleOutput.framed(length);
        byte[] result = allocate(out, prefix, 2 + (framed ? PickleOutput.frameHeader() : 0) + length);
        int at = header(out.protocol(), result, prefix.length);
        if (framed) {
            at = frame(result, at, length);
        }
        byte[] body = out.body();
        byte[] indexes = new byte[memo.objects()];
        int index = 0;
        int from = 0;
        int object = memo.nextUsed(0);
        for (int i = 0; i < uses; i++) {
            int to = memo.usedAt(i);
            for (; object >= 0 && memo.end(object) <= to; object = memo.nextUsed(object + 1)) {
                int end = memo.end(object);
                Words.copy(body, from, result, at, end - from);
                at += end - from;
                from = end;
                indexes[object] = (byte) index++;
                result[at++] = (byte) (memoizes ? Op.MEMOIZE : Op.BINPUT);
                if (!memoizes) {
                    result[at++] = indexes[object];
                }
            }
            Words.copy(body, from, result, at, to - from);
            at += to - from;
            from = to;
            result[at] = Op.BINGET;
            result[at + 1] = indexes[memo.usedObject(i)];
            at += 2;
        }
        System.arraycopy(body, from, result, at, out.size() - from);
        return result;
    }

    private static byte[] simple(PickleOutput out, byte[] prefix) {
        boolean framed = out.protocol() >= 4 && PickleOutput.framed(out.size());
        int total = 2 + (framed ? PickleOutput.frameHeader() : 0) + out.size();
        byte[] result = allocate(out, prefix, total);
        int at = header(out.protocol(), result, prefix.length);
        if (framed) {
            at = frame(result, at, out.size());
        }
        System.arraycopy(out.body(), 0, result, at, out.size());
        return result;
    }

    /** What stands at places of the body, in their order. */
    private interface Places {
        /** @param segment which begins here, counted from 0 */
        void cut(int place, int segment);

        void put(int place, int index);

        void get(int place, int index);
    }

    private void forEach(Places places) {
        int[] indexes = new int[memo.objects()];
        int index = 0;
        int cut = 0;
        int use = 0;
        int object = memo.nextUsed(0);
        while (cut < cuts.count() || use < memo.uses()) {
            // An object that is used ends before the first of its uses, so that none is left when all of them are done.
            int cutAt = cut < cuts.count() ? cuts.at(cut) : Integer.MAX_VALUE;
            int endAt = object >= 0 ? memo.end(object) : Integer.MAX_VALUE;
            int useAt = use < memo.uses() ? memo.usedAt(use) : Integer.MAX_VALUE;
            if (cutAt <= endAt && cutAt <= useAt) {
                places.cut(cutAt, ++cut);
            } else if (endAt <= useAt) {
                indexes[object] = index;
                places.put(endAt, index++);
                object = memo.nextUsed(object + 1);
            } else {
                places.get(useAt, indexes[memo.usedObject(use++)]);
            }
        }
    }

    /** Twice over the places: once for the length of each frame, once to write. */
    private byte[] assemble(byte[] prefix) {
        forEach(new Measure());
        int total = 2;
        for (int i = 0; i < lengths.length; i++) {
            total = Math.addExact(total, lengths[i] + (framed(i) ? PickleOutput.frameHeader() : 0));
        }
        result = allocate(out, prefix, total);
        at = header(protocol, result, prefix.length);
        Copy copy = new Copy();
        copy.begin(0);
        forEach(copy);
        copy.upTo(out.size());
        return result;
    }

    /** Adds the memo's opcodes to the length of each segment. */
    private final class Measure implements Places {

        private int segment;

        @Override
        public void cut(int place, int next) {
            segment = next;
        }

        @Override
        public void put(int place, int index) {
            lengths[segment] += protocol >= 4 ? 1 : index <= 0xff ? 2 : 5;
        }

        @Override
        public void get(int place, int index) {
            lengths[segment] += index <= 0xff ? 2 : 5;
        }
    }

    /** Writes the result. */
    private final class Copy implements Places {

        private int from;

        void upTo(int place) {
            System.arraycopy(out.body(), from, result, at, place - from);
            at += place - from;
            from = place;
        }

        void begin(int segment) {
            if (framed(segment)) {
                at = frame(result, at, lengths[segment]);
            }
        }

        @Override
        public void cut(int place, int segment) {
            upTo(place);
            begin(segment);
        }

        @Override
        public void put(int place, int index) {
            upTo(place);
            if (protocol >= 4) {
                result[at++] = (byte) Op.MEMOIZE;
            } else {
                indexed(index, Op.BINPUT, Op.LONG_BINPUT);
            }
        }

        @Override
        public void get(int place, int index) {
            upTo(place);
            indexed(index, Op.BINGET, Op.LONG_BINGET);
        }
    }

    private boolean framed(int segment) {
        boolean raw = segment > 0 && cuts.raw(segment - 1);
        return protocol >= 4 && !raw && PickleOutput.framed(lengths[segment]);
    }

    private void indexed(int index, int shortOp, int longOp) {
        if (index <= 0xff) {
            result[at++] = (byte) shortOp;
            result[at++] = (byte) index;
        } else {
            result[at++] = (byte) longOp;
            for (int shift = 0; shift < 32; shift += 8) {
                result[at++] = (byte) (index >> shift);
            }
        }
    }

    private static byte[] allocate(PickleOutput out, byte[] prefix, int length) {
        if (length > out.limits().maxBytes()) {
            throw new Misfit(
                    "limit.max.bytes",
                    "a pickle of " + length + " bytes: limit max.bytes is "
                            + out.limits().maxBytes());
        }
        byte[] result = new byte[prefix.length + length];
        System.arraycopy(prefix, 0, result, 0, prefix.length);
        return result;
    }

    private static int header(int protocol, byte[] into, int at) {
        into[at] = (byte) Op.PROTO;
        into[at + 1] = (byte) protocol;
        return at + 2;
    }

    private static int frame(byte[] into, int at, int length) {
        into[at] = (byte) Op.FRAME;
        for (int i = 0; i < 4; i++) {
            into[at + 1 + i] = (byte) (length >> (i << 3));
        }
        return at + PickleOutput.frameHeader();
    }
}
