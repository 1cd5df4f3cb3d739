package dev.brine.serdes.internal;

/** Dates and times in the usual forms of ISO-8601, as characters of an array. */
public final class IsoText {

    /** Days from 1970 to the end of 2099, in which every fourth year is a leap year. */
    public static final int DAYS = 47_482;

    /** What no day and no time of day is. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int FOUR_YEARS = 1_461;
    private static final int TIME = 8;
    private static final byte[] MONTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int[] POWERS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    private IsoText() {}

    /** {@code 2026-11-20} of a day counted from 1970 and below {@link #DAYS}. */
    public static void date(int day, byte[] into, int at) {
        // Counted from March 1968, of years whose last day is the one that is not always there.
        int days = day + 671;
        int cycle = days / FOUR_YEARS;
        int inCycle = days - cycle * FOUR_YEARS;
        int yearInCycle = Math.min(inCycle / 365, 3);
        int dayOfYear = inCycle - yearInCycle * 365;
        int month = (5 * dayOfYear + 2) / 153;
        int year = 1968 + 4 * cycle + yearInCycle + (month > 9 ? 1 : 0);
        int century = year / 100;
        two(century, into, at);
        two(year - century * 100, into, at + 2);
        into[at + 4] = '-';
        two(month > 9 ? month - 9 : month + 3, into, at + 5);
        into[at + 7] = '-';
        two(dayOfYear - (153 * month + 2) / 5 + 1, into, at + 8);
    }

    /** {@code 13:45:00} of a second of the day. */
    public static void time(int second, byte[] into, int at) {
        int minute = second / 60;
        int hour = minute / 60;
        two(hour, into, at);
        into[at + 2] = ':';
        two(minute - hour * 60, into, at + 3);
        into[at + 5] = ':';
        two(second - minute * 60, into, at + 6);
    }

    /** So many digits of a number, with zeros before it. */
    public static void digits(int number, int count, byte[] into, int at) {
        int rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            int shorter = rest / 10;
            into[i] = (byte) ('0' + rest - shorter * 10);
            rest = shorter;
        }
    }

    private static void two(int number, byte[] into, int at) {
        int tens = number / 10;
        into[at] = (byte) ('0' + tens);
        into[at + 1] = (byte) ('0' + number - tens * 10);
    }

    /** How many characters at the end say that it is UTC. */
    public static int zone(byte[] data, int from, int length) {
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
    public static long day(byte[] data, int at) {
        int century = twoAt(data, at);
        int years = twoAt(data, at + 2);
        int month = twoAt(data, at + 5);
        int dayOfMonth = twoAt(data, at + 8);
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
    public static long units(byte[] data, int at, int length, int perSecond, int nanosOfUnit) {
        if (length < TIME || data[at + 2] != ':' || data[at + 5] != ':') {
            return NONE;
        }
        int hour = twoAt(data, at);
        int minute = twoAt(data, at + 3);
        int second = twoAt(data, at + 6);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NONE;
        }
        int nanos = length == TIME ? 0 : nanos(data, at + TIME, at + length);
        if (nanos < 0 || nanos % nanosOfUnit != 0) {
            return NONE;
        }
        return (long) (hour * 3_600 + minute * 60 + second) * perSecond + nanos / nanosOfUnit;
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
    private static int twoAt(byte[] data, int at) {
        int high = data[at] - '0';
        int low = data[at + 1] - '0';
        return high < 0 || high > 9 || low < 0 || low > 9 ? Integer.MIN_VALUE : high * 10 + low;
    }
}
