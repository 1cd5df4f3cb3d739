package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.TimePeriod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogicalTypesTest {

    private static final byte[] NONE = {};
    private static final Schema PRICE = type("bytes", "'logicalType':'decimal','precision':6,'scale':2");
    private static final Schema RATE =
            type("fixed", "'name':'F','size':3,'logicalType':'decimal','precision':6,'scale':2");
    private static final Schema WIDE = type("bytes", "'logicalType':'decimal','precision':30,'scale':3");

    private final AvroCodec codec = new AvroCodec(form());

    PlanForm form() {
        return PlanForm.COMPOSED;
    }

    record Whole(long amount, int cents) {}

    @Test
    void wholeNumberOfAJavaRecordIsADecimal() {
        // Given
        Schema schema = Schema.createRecord(
                "Whole",
                null,
                "t",
                false,
                List.of(new Schema.Field("amount", PRICE), new Schema.Field("cents", PRICE)));

        // When
        byte[] bytes = codec.encoder(schema, Whole.class, Limits.DEFAULT).encode(NONE, new Whole(-7, 12));

        // Then
        assertThat(codec.decoder(schema, schema, java.util.Map.class, Limits.DEFAULT)
                        .decode(ByteBuffer.wrap(bytes)))
                .containsEntry("amount", new BigDecimal("-7.00"))
                .containsEntry("cents", new BigDecimal("12.00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int date | 2026-11-20 | LocalDate",
                "int date | -0044-03-15 | LocalDate",
                "int time-millis | 13:45:00.123 | LocalTime",
                "long time-micros | 23:59:59.999999 | LocalTime",
                "long timestamp-millis | 1969-12-31T23:59:59.999Z | Instant",
                "long timestamp-micros | 2026-11-20T13:45:00.123456Z | Instant",
                "long timestamp-nanos | 1677-09-21T00:12:43.145224193Z | Instant",
                "long local-timestamp-millis | 2026-11-20T13:45:00.123 | LocalDateTime",
                "long local-timestamp-micros | 1950-01-01T00:00:00.000001 | LocalDateTime",
                "long local-timestamp-nanos | 2026-11-20T13:45:00.123456789 | LocalDateTime",
                "string uuid | 123e4567-e89b-12d3-a456-426614174000 | UUID",
                "bytes big-decimal | -123456789012345678901234567890.123 | BigDecimal",
                "bytes big-decimal | 1E+3 | BigDecimal"
            })
    void javaObjectComesBack(String name, String text, String type) {
        String[] parts = name.split(" ");
        Schema schema = type(parts[0], "'logicalType':'" + parts[1] + "'");
        Object value =
                switch (type) {
                    case "LocalDate" -> LocalDate.parse(text);
                    case "LocalTime" -> LocalTime.parse(text);
                    case "Instant" -> Instant.parse(text);
                    case "LocalDateTime" -> LocalDateTime.parse(text);
                    case "UUID" -> UUID.fromString(text);
                    default -> new BigDecimal(text);
                };

        assertThat(roundTrip(schema, value)).isEqualTo(value);
    }

    @Test
    void decimalIsWidenedToItsScaleAndNeverRounded() {
        assertThat(roundTrip(PRICE, new BigDecimal("1.5"))).isEqualTo(new BigDecimal("1.50"));
        assertThat(roundTrip(PRICE, new BigDecimal("1.500"))).isEqualTo(new BigDecimal("1.50"));
        assertThat(roundTrip(PRICE, new BigDecimal("-9999.99"))).isEqualTo(new BigDecimal("-9999.99"));
        assertThat(roundTrip(PRICE, 7)).isEqualTo(new BigDecimal("7.00"));
        assertThat(roundTrip(PRICE, BigInteger.TEN)).isEqualTo(new BigDecimal("10.00"));
        assertThat(roundTrip(PRICE, new BigDecimal("0E+50"))).isEqualTo(new BigDecimal("0.00"));
        assertThat(roundTrip(WIDE, new BigDecimal("-123456789012345678901234567.891")))
                .isEqualTo(new BigDecimal("-123456789012345678901234567.891"));
        assertThat(roundTrip(RATE, new BigDecimal("-0.01"))).isEqualTo(new BigDecimal("-0.01"));
        refused(PRICE, new BigDecimal("1.505"), "scale of 2");
        refused(PRICE, new BigDecimal("10000"), "6 digits");
        refused(PRICE, new BigDecimal("1E+1000000000"), "6 digits");
        refused(PRICE, new BigDecimal("1E-1000000000"), "scale of 2");
        refused(RATE, new BigDecimal("99999.99"), "6 digits");
        refused(WIDE, BigDecimal.ONE.movePointRight(27), "30 digits");
        refused(PRICE, 1.5, "found java.lang.Double, expected bytes (decimal)");
    }

    @Test
    void decimalThatDoesNotFitItsFixedIsRefused() {
        Schema narrow = type("fixed", "'name':'N','size':1,'logicalType':'decimal','precision':2,'scale':0");

        assertThat(roundTrip(narrow, new BigDecimal("-99"))).isEqualTo(new BigDecimal("-99"));
        assertThat(codec.encoder(RATE, Object.class, Limits.DEFAULT).encode(NONE, new BigDecimal("-0.01")))
                .containsExactly(-1, -1, -1);
    }

    @Test
    void decimalOfTooManyDigitsIsNotRead() {
        for (String hex : List.of("060f4240", "0a000f424001", "14000000000000000f4240")) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            assertThatThrownBy(() -> decode(PRICE, bytes))
                    .as(hex)
                    .isInstanceOfSatisfying(
                            DecodeException.class, e -> assertThat(e.rule()).isEqualTo("logical-type"));
        }
        assertThat(decode(PRICE, HexFormat.of().parseHex("0600270f"))).isEqualTo(new BigDecimal("99.99"));
        assertThat(decode(PRICE, HexFormat.of().parseHex("140000000000000000270f")))
                .isEqualTo(new BigDecimal("99.99"));
    }

    @Test
    void timeIsCutToTheUnitAsByAClock() {
        Schema millis = type("long", "'logicalType':'timestamp-millis'");
        Instant fine = Instant.parse("1969-12-31T23:59:59.999999999Z");

        assertThat(roundTrip(millis, fine)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999Z"));
        assertThat(roundTrip(millis, OffsetDateTime.parse("2026-11-20T13:45:00+09:00")))
                .isEqualTo(Instant.parse("2026-11-20T04:45:00Z"));
        assertThat(roundTrip(millis, ZonedDateTime.parse("2026-11-20T13:45:00+09:00[Asia/Seoul]")))
                .isEqualTo(Instant.parse("2026-11-20T04:45:00Z"));
        assertThat(roundTrip(millis, 1234)).isEqualTo(Instant.ofEpochMilli(1234));
    }

    @Test
    void instantBeyondTheUnitIsRefused() {
        Schema nanos = type("long", "'logicalType':'timestamp-nanos'");
        Instant first = Instant.ofEpochSecond(0, Long.MIN_VALUE);
        Instant last = Instant.ofEpochSecond(0, Long.MAX_VALUE);

        assertThat(roundTrip(nanos, first)).isEqualTo(first);
        assertThat(roundTrip(nanos, last)).isEqualTo(last);
        refused(nanos, first.minusNanos(1), "64 bits");
        refused(nanos, last.plusNanos(1), "64 bits");
        refused(nanos, Instant.MAX, "64 bits");
        refused(nanos, Instant.MIN, "64 bits");
    }

    @Test
    void branchThatLosesNothingIsTaken() {
        Schema times = Schema.createUnion(
                type("int", "'logicalType':'time-millis'"), type("long", "'logicalType':'time-micros'"));
        Schema decimals = Schema.createUnion(
                PRICE, type("fixed", "'name':'G','size':4,'logicalType':'decimal','precision':8,'scale':4"));

        assertThat(roundTrip(times, LocalTime.of(0, 0, 0, 1000))).isEqualTo(LocalTime.of(0, 0, 0, 1000));
        assertThat(roundTrip(decimals, new BigDecimal("1.0005"))).isEqualTo(new BigDecimal("1.0005"));
        assertThat(roundTrip(decimals, new BigDecimal("1.05"))).isEqualTo(new BigDecimal("1.05"));
    }

    @Test
    void timeThatNoDayHasIsRefusedBothWays() {
        Schema millis = type("int", "'logicalType':'time-millis'");

        refused(millis, 86_400_000, "no time of a day");
        refused(millis, -1, "no time of a day");
        assertThat(roundTrip(millis, 1)).isEqualTo(LocalTime.of(0, 0, 0, 1_000_000));
        assertThatThrownBy(() -> decode(millis, new byte[] {1}))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("logical-type"));
    }

    @Test
    void uuidIsThirtySixCharactersOrSixteenBytes() {
        Schema text = type("string", "'logicalType':'uuid'");
        Schema fixed = type("fixed", "'name':'U','size':16,'logicalType':'uuid'");
        UUID uuid = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");

        assertThat(roundTrip(text, uuid.toString().toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(uuid);
        assertThat(roundTrip(fixed, uuid)).isEqualTo(uuid);
        assertThat(roundTrip(fixed, uuid.toString())).isEqualTo(uuid);
        refused(text, "1-2-3-4-5", "no uuid");
        refused(text, "123e4567-e89b-12d3-a456-42661417400g", "no uuid");
        for (String bad :
                List.of("1-2-3-4-5", "123e4567-e89b-12d3-a456-42661417400é", "123e4567+e89b-12d3-a456-426614174000")) {
            byte[] bytes = codec.encoder(Schema.create(Schema.Type.STRING), String.class, Limits.DEFAULT)
                    .encode(NONE, bad);
            assertThatThrownBy(() -> decode(text, bytes)).hasMessageContaining("36 characters");
        }
    }

    @Test
    void durationIsMonthsDaysAndMilliseconds() {
        Schema schema = type("fixed", "'name':'D','size':12,'logicalType':'duration'");

        assertThat(roundTrip(schema, TimePeriod.of(1, 2, 4_294_967_295L)))
                .isEqualTo(TimePeriod.of(1, 2, 4_294_967_295L));
        assertThat(roundTrip(schema, Period.ofMonths(3))).isEqualTo(TimePeriod.of(3, 0, 0));
        assertThat(roundTrip(schema, Duration.ofSeconds(5))).isEqualTo(TimePeriod.of(0, 0, 5_000));
        refused(schema, Period.ofDays(-1), "0 to 4294967295");
        assertThat(codec.encoder(schema, Object.class, Limits.DEFAULT).encode(NONE, TimePeriod.of(1, 2, 3)))
                .containsExactly(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0);
    }

    @Test
    void underlyingValuesAreTakenAsTheyAre() {
        assertThat(roundTrip(PRICE, ByteBuffer.wrap(new byte[] {1}))).isEqualTo(new BigDecimal("0.01"));
        assertThat(roundTrip(PRICE, new byte[] {-1})).isEqualTo(new BigDecimal("-0.01"));
        assertThat(roundTrip(RATE, new GenericData.Fixed(RATE, new byte[] {0, 0, 5})))
                .isEqualTo(new BigDecimal("0.05"));
        refused(PRICE, new byte[] {0x7f, 0x7f, 0x7f}, "6 digits");
        refused(PRICE, new byte[0], "6 digits");
    }

    @Test
    void unknownLogicalTypeIsItsUnderlyingType() {
        assertThat(roundTrip(type("string", "'logicalType':'email'"), "a@b")).isEqualTo("a@b");
    }

    @Test
    void placeThatWantsTheUnderlyingValueGetsIt() {
        Schema millis = type("long", "'logicalType':'timestamp-millis'");
        byte[] bytes = codec.encoder(millis, Long.class, Limits.DEFAULT).encode(NONE, 5L);

        assertThat(codec.decoder(millis, millis, Long.class, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes)))
                .isEqualTo(5L);
        assertThat(codec.decoder(millis, millis, Instant.class, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes)))
                .isEqualTo(Instant.ofEpochMilli(5));
    }

    private Object roundTrip(Schema schema, Object value) {
        return decode(
                schema, codec.encoder(schema, Object.class, Limits.DEFAULT).encode(NONE, value));
    }

    private Object decode(Schema schema, byte[] bytes) {
        return codec.decoder(schema, schema, Object.class, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes));
    }

    private void refused(Schema schema, Object value, String message) {
        assertThatThrownBy(() ->
                        codec.encoder(schema, Object.class, Limits.DEFAULT).encode(NONE, value))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining(message);
    }

    private static Schema type(String type, String properties) {
        return new Schema.Parser().parse(("{'type':'" + type + "'," + properties + "}").replace('\'', '"'));
    }
}
