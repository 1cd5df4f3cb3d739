package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;
import dev.brine.serdes.pickle.TreeTimes.Unit;

/**
 * Dates and times in the ISO-8601 forms of {@code isoformat} and of our plain JSON: years of four digits, seconds with
 * none to nine digits behind the point, and Z or +00:00 where there is a zone.
 */
final class QuickTimes {

    private static final int DAY = 86_400;
    private static final int SECONDS_AT = 11;
    private static final byte[] MONTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int[] POWERS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    /** What no day and no time of day is. */
    private static final long NONE = Long.MIN_VALUE;

    private QuickTimes() {}

    static boolean date(QuickInput in, BinaryOutput out) {
        if (!in.text() || in.textLength() != Iso.DATE) {
            return false;
        }
        long day = day(in.data(), in.textFrom());
        if (day == NONE) {
            return false;
        }
        out.writeInt((int) day);
        return true;
    }

    static boolean time(QuickInput in, BinaryOutput out, Unit unit) {
        long count = in.text() ? units(in.data(), in.textFrom(), in.textLength(), unit) : NONE;
        if (count == NONE) {
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
        int length = in.textLength() - (utc ? zone(data, from, in.textLength()) : 0);
        if (length < SECONDS_AT + Iso.TIME || data[from + Iso.DATE] != 'T' || (utc && length == in.textLength())) {
            return false;
        }
        long day = day(data, from);
        long count = units(data, from + SECONDS_AT, length - SECONDS_AT, unit);
        if (day == NONE || count == NONE) {
            return false;
        }
        // Years of four digits in microseconds are far from the end of a long.
        out.writeLong(day * DAY * unit.perSecond + count);
        return true;
    }

    /** How many characters at the end say that it is UTC. */
    private static int zone(byte[] data, int from, int length) {
        int end = from + length;
        if (length > 0 && data[end - 1] == 'Z') {
            return 1;
        }
        boolean zero = length > 6
                && data[end - 6] == '+'
                && data[end - 5] == '0'
                && data[end - 4] == '0'
                && data[end - 3] == ':'
                && data[end - 2] == '0'
                && data[end - 1] == '0';
        return zero ? 6 : 0;
    }

    /** The day of {@code 2026-11-20}, counted from 1970, or {@link #NONE}. */
    private static long day(byte[] data, int at) {
        int century = two(data, at);
        int years = two(data, at + 2);
        int month = two(data, at + 5);
        int dayOfMonth = two(data, at + 8);
        if ((century | years) < 0 || month < 1 || month > 12 || data[at + 4] != '-' || data[at + 7] != '-') {
            return NONE;
        }
        int year = century * 100 + years;
        boolean leap = (year & 3) == 0 && (years != 0 || (century & 3) == 0);
        if (dayOfMonth < 1 || dayOfMonth > MONTHS[month - 1] + (month == 2 && leap ? 1 : 0)) {
            return NONE;
        }
        // Of a year that begins in March, so that the day that is not always there is its last.
        int y = month > 2 ? year : year - 1;
        int m = month > 2 ? month - 3 : month + 9;
        int before = y < 0 ? -366 : y * 365 + y / 4 - y / 100 + y / 400;
        return before + (153 * m + 2) / 5 + dayOfMonth - 1 - 719_468L;
    }

    /** {@code 13:45:00.123} in units since midnight, or {@link #NONE}, also where it is finer than the unit. */
    private static long units(byte[] data, int at, int length, Unit unit) {
        if (length < Iso.TIME || data[at + 2] != ':' || data[at + 5] != ':') {
            return NONE;
        }
        int hour = two(data, at);
        int minute = two(data, at + 3);
        int second = two(data, at + 6);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NONE;
        }
        int nanos = length == Iso.TIME ? 0 : nanos(data, at + Iso.TIME, at + length);
        if (nanos < 0 || nanos % unit.nanos != 0) {
            return NONE;
        }
        return (long) (hour * 3_600 + minute * 60 + second) * unit.perSecond + nanos / unit.nanos;
    }

    private static int nanos(byte[] data, int point, int to) {
        int digits = to - point - 1;
        if (digits < 1 || digits > 9 || data[point] != '.') {
            return -1;
        }
        int value = 0;
        for (int i = point + 1; i < to; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value * POWERS[digits];
    }

    /** Two digits as a number; negative if they are none. */
    private static int two(byte[] data, int at) {
        int high = data[at] - '0';
        int low = data[at + 1] - '0';
        return high < 0 || high > 9 || low < 0 || low > 9 ? Integer.MIN_VALUE : high * 10 + low;
    }
}
