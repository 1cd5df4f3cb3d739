package dev.brine.serdes.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.brine.serdes.internal.BinaryInput;
import dev.brine.serdes.internal.IsoText;
import dev.brine.serdes.pickle.TreeTimes.Unit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** The values that are no containers. */
final class PickleScalars {

    private static final byte[] MONTHS = "months".getBytes(ISO_8859_1);
    private static final byte[] DAYS = "days".getBytes(ISO_8859_1);
    private static final byte[] MILLIS = "millis".getBytes(ISO_8859_1);

    private static final int PLAIN = 1_000;
    private static final int DIGITS = 40;
    private static final long SECONDS = 86_400;

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
        if (typed) {
            PythonTypes.beginDecimal(out);
        }
        if (length <= Long.BYTES && scale <= DIGITS) {
            DecimalText.write(out, in.readUnscaled(length), scale);
        } else {
            BigDecimal value = new BigDecimal(in.readBigUnscaled(length), scale);
            // Beyond so many digits behind the point, an exponent is shorter than the zeros.
            out.text(scale <= PLAIN ? value.toPlainString() : value.toString());
        }
        if (typed) {
            PythonTypes.endDecimal(out);
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
        int day = in.readInt();
        if (typed) {
            PythonTypes.date(out, LocalDate.ofEpochDay(day));
        } else {
            date(out, day);
        }
    }

    /** A day, counted from 1970 on, as text. */
    static void date(PickleOutput out, int day) {
        if (day >= 0 && day < IsoText.DAYS) {
            int at = out.reserveText(Iso.DATE);
            IsoText.date(day, out.body(), at);
            return;
        }
        LocalDate date = LocalDate.ofEpochDay(day);
        if (Iso.fourDigits(date)) {
            Iso.date(date, out.reserveText(Iso.DATE), out);
        } else {
            out.text(Iso.date(date));
        }
    }

    static void time(BinaryInput in, PickleOutput out, Unit unit, boolean typed) {
        long count = in.readLong();
        long perDay = SECONDS * unit.perSecond;
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
        timestamp(out, in.readLong(), unit, utc, typed);
    }

    static void timestamp(PickleOutput out, long count, Unit unit, boolean utc, boolean typed) {
        long perDay = SECONDS * unit.perSecond;
        long day = Math.floorDiv(count, perDay);
        if (!typed && day >= 0 && day < IsoText.DAYS) {
            shortTimestamp(out, (int) day, Math.floorMod(count, perDay), unit, utc);
            return;
        }
        LocalDate date = LocalDate.ofEpochDay(day);
        LocalTime time = LocalTime.ofNanoOfDay(Math.floorMod(count, perDay) * unit.nanos);
        if (typed) {
            if (utc) {
                PythonTypes.dateTime(out, date.atTime(time), ZoneOffset.UTC);
            } else {
                PythonTypes.dateTime(out, date.atTime(time));
            }
        } else if (Iso.fourDigits(date)) {
            int length = Iso.DATE + Iso.TIME + 2 + unit.digits;
            int at = out.reserveText(utc ? length + 1 : length);
            Iso.date(date, at, out);
            out.body()[at + Iso.DATE] = 'T';
            Iso.time(time, unit.digits, at + Iso.DATE + 1, out);
            if (utc) {
                out.body()[at + length] = 'Z';
            }
        } else {
            String text = Iso.dateTime(date.atTime(time), unit.digits);
            out.text(utc ? text + 'Z' : text);
        }
    }

    /** A time of the years 1970 to 2099 as text, without objects between. */
    private static void shortTimestamp(PickleOutput out, int day, long ofDay, Unit unit, boolean utc) {
        int length = Iso.DATE + Iso.TIME + 2 + unit.digits;
        int at = out.reserveText(utc ? length + 1 : length);
        byte[] body = out.body();
        IsoText.date(day, body, at);
        body[at + Iso.DATE] = 'T';
        int second = (int) (ofDay / unit.perSecond);
        IsoText.time(second, body, at + Iso.DATE + 1);
        int point = at + Iso.DATE + 1 + Iso.TIME;
        body[point] = '.';
        IsoText.digits((int) (ofDay - (long) second * unit.perSecond), unit.digits, body, point + 1);
        if (utc) {
            body[at + length] = 'Z';
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
