package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;
import dev.brine.serdes.internal.IsoText;
import dev.brine.serdes.pickle.TreeTimes.Unit;

/**
 * Dates and times in the ISO-8601 forms of {@code isoformat} and of our plain JSON: years of four digits, seconds with
 * none to nine digits behind the point, and Z or +00:00 where there is a zone.
 */
final class QuickTimes {

    private static final int DAY = 86_400;
    private static final int SECONDS_AT = 11;

    private QuickTimes() {}

    static boolean date(QuickInput in, BinaryOutput out) {
        if (!in.text() || in.textLength() != Iso.DATE) {
            return false;
        }
        long day = IsoText.day(in.data(), in.textFrom());
        if (day == IsoText.NONE) {
            return false;
        }
        out.writeInt((int) day);
        return true;
    }

    static boolean time(QuickInput in, BinaryOutput out, Unit unit) {
        long count = in.text()
                ? IsoText.units(in.data(), in.textFrom(), in.textLength(), unit.perSecond, unit.nanos)
                : IsoText.NONE;
        if (count == IsoText.NONE) {
            return false;
        }
        out.writeLong(count);
        return true;
    }

    static boolean timestamp(QuickInput in, BinaryOutput out, Unit unit, boolean utc) {
        if (!in.text()) {
            return false;
        }
        byte[] data = in.data();
        int from = in.textFrom();
        int length = in.textLength() - (utc ? IsoText.zone(data, from, in.textLength()) : 0);
        if (length < SECONDS_AT + Iso.TIME || data[from + Iso.DATE] != 'T' || (utc && length == in.textLength())) {
            return false;
        }
        long day = IsoText.day(data, from);
        long count = IsoText.units(data, from + SECONDS_AT, length - SECONDS_AT, unit.perSecond, unit.nanos);
        if (day == IsoText.NONE || count == IsoText.NONE) {
            return false;
        }
        // Years of four digits in microseconds are far from the end of a long.
        out.writeLong(day * DAY * unit.perSecond + count);
        return true;
    }
}
