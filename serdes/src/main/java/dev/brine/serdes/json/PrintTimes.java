package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryInput;
import dev.brine.serdes.internal.IsoText;
import java.time.LocalDate;

/** Prints dates and times in ISO 8601. */
final class PrintTimes {

    private static final long SECONDS_OF_DAY = 86_400;

    private PrintTimes() {}

    static void date(int epochDay, JsonText out) {
        out.write('"');
        if (epochDay >= 0 && epochDay < IsoText.DAYS) {
            out.date(epochDay);
        } else {
            day(epochDay, out);
        }
        out.write('"');
    }

    static void timeOfDay(BinaryInput in, long value, TimeUnits unit, JsonText out) {
        if (value < 0 || value >= SECONDS_OF_DAY * unit.perSecond) {
            throw in.fault("logical-type", "a time of day before midnight or after the day's end");
        }
        out.write('"');
        clock(value, unit, out);
        out.write('"');
    }

    static void dateTime(long value, TimeUnits unit, boolean utc, JsonText out) {
        long perDay = SECONDS_OF_DAY * unit.perSecond;
        out.write('"');
        long day = Math.floorDiv(value, perDay);
        long ofDay = Math.floorMod(value, perDay);
        if (day >= 0 && day < IsoText.DAYS) {
            long second = ofDay / unit.perSecond;
            out.dateTime((int) day, (int) second, (int) (ofDay - second * unit.perSecond), unit.digits);
        } else {
            day(day, out);
            out.write('T');
            clock(ofDay, unit, out);
        }
        if (utc) {
            out.write('Z');
        }
        out.write('"');
    }

    static void duration(BinaryInput in, JsonText out) {
        out.ascii("{\"months\":");
        out.number(in.readLittleEndianInt());
        out.ascii(",\"days\":");
        out.number(in.readLittleEndianInt());
        out.ascii(",\"millis\":");
        out.number(in.readLittleEndianInt());
        out.write('}');
    }

    private static void day(long epochDay, JsonText out) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        int year = date.getYear();
        if (year < 0 || year > 9999) {
            out.ascii(date.toString());
            return;
        }
        out.padded(year, 4);
        out.write('-');
        out.padded(date.getMonthValue(), 2);
        out.write('-');
        out.padded(date.getDayOfMonth(), 2);
    }

    private static void clock(long sinceMidnight, TimeUnits unit, JsonText out) {
        long second = sinceMidnight / unit.perSecond;
        out.padded(second / 3_600, 2);
        out.write(':');
        out.padded(second / 60 % 60, 2);
        out.write(':');
        out.padded(second % 60, 2);
        out.write('.');
        out.padded(sinceMidnight % unit.perSecond, unit.digits);
    }
}
