package dev.brine.serdes.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.brine.serdes.internal.BinaryInput;
import dev.brine.serdes.pickle.TreeTimes.Unit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** The values that are no containers. */
final class PickleScalars {

    private static final byte[] MONTHS = "months".getBytes(ISO_8859_1);
    private static final byte[] DAYS = "days".getBytes(ISO_8859_1);
    private static final byte[] MILLIS = "millis".getBytes(ISO_8859_1);

    private static final int PLAIN = 1_000;

    private PickleScalars() {}

    static void text(BinaryInput in, PickleOutput out) {
        int length = in.readLength();
        out.text(in.array(), in.index(), length);
        in.advance(length);
    }

    static void bytes(BinaryInput in, PickleOutput out) {
        fixed(in, out, in.readLength());
    }

    static void fixed(BinaryInput in, PickleOutput out, int length) {
        out.bytes(in.array(), in.index(), length);
        in.advance(length);
    }

    /** A decimal of so many bytes, or of as many as its length says. */
    static void decimal(BinaryInput in, PickleOutput out, int size, int scale, boolean typed) {
        int length = size < 0 ? in.readLength() : size;
        BigDecimal value = length <= Long.BYTES
                ? BigDecimal.valueOf(in.readUnscaled(length), scale)
                : new BigDecimal(in.readBigUnscaled(length), scale);
        // Beyond so many digits behind the point, an exponent is shorter than the zeros.
        String text = scale <= PLAIN ? value.toPlainString() : value.toString();
        if (typed) {
            PythonTypes.decimal(out, text);
        } else {
            out.text(text);
        }
    }

    static void uuid(BinaryInput in, PickleOutput out, boolean fixed, boolean typed) {
        if (!fixed && !typed) {
            text(in, out);
            return;
        }
        UUID uuid = fixed ? new UUID(in.readBigEndianLong(), in.readBigEndianLong()) : UUID.fromString(in.readString());
        if (typed) {
            PythonTypes.uuid(out, uuid);
        } else {
            out.text(uuid.toString());
        }
    }

    static void date(BinaryInput in, PickleOutput out, boolean typed) {
        LocalDate date = LocalDate.ofEpochDay(in.readInt());
        if (typed) {
            PythonTypes.date(out, date);
        } else {
            out.text(Iso.date(date));
        }
    }

    static void time(BinaryInput in, PickleOutput out, Unit unit, boolean typed) {
        long count = in.readLong();
        long perDay = 86_400L * unit.perSecond;
        if (count < 0 || count >= perDay) {
            throw new Misfit("pickle.value", "a time of day before midnight or after the day's end");
        }
        LocalTime time = LocalTime.ofNanoOfDay(count * unit.nanos);
        if (typed) {
            PythonTypes.time(out, time);
        } else {
            out.text(Iso.time(time, unit.digits));
        }
    }

    static void timestamp(BinaryInput in, PickleOutput out, Unit unit, boolean utc, boolean typed) {
        long count = in.readLong();
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(count, (long) unit.perSecond),
                (int) Math.floorMod(count, (long) unit.perSecond) * unit.nanos,
                ZoneOffset.UTC);
        if (!typed) {
            String text = Iso.dateTime(time, unit.digits);
            out.text(utc ? text + 'Z' : text);
        } else if (utc) {
            PythonTypes.dateTime(out, time, ZoneOffset.UTC);
        } else {
            PythonTypes.dateTime(out, time);
        }
    }

    static void period(BinaryInput in, PickleOutput out) {
        out.op(Op.EMPTY_DICT);
        out.op(Op.MARK);
        for (byte[] part : new byte[][] {MONTHS, DAYS, MILLIS}) {
            out.text(part, 0, part.length);
            out.integer(in.readLittleEndianInt());
        }
        out.op(Op.SETITEMS);
    }
}
