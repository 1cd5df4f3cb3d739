package dev.brine.serdes.pickle;

/** Digits of dates and times of this century and the last third of the one before, straight into an array. */
final class IsoText {

    /** Days from 1970 to the end of 2099, in which every fourth year is a leap year. */
    static final int DAYS = 47_482;

    private static final int FOUR_YEARS = 1_461;

    private IsoText() {}

    /** {@code 2026-11-20} of a day counted from 1970 and below {@link #DAYS}. */
    static void date(int day, byte[] into, int at) {
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
    static void time(int second, byte[] into, int at) {
        int minute = second / 60;
        int hour = minute / 60;
        two(hour, into, at);
        into[at + 2] = ':';
        two(minute - hour * 60, into, at + 3);
        into[at + 5] = ':';
        two(second - minute * 60, into, at + 6);
    }

    /** So many digits of a number, with zeros before it. */
    static void digits(int number, int count, byte[] into, int at) {
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
}
