package dev.brine.cli.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.cli.records.OffsetRange.Position;
import dev.brine.cli.records.OffsetRange.Position.At;
import dev.brine.cli.records.OffsetRange.Position.FromEnd;
import dev.brine.cli.records.OffsetRange.Position.FromStart;
import dev.brine.cli.records.OffsetRange.Position.Since;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetRangeTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Position BEGINNING = new FromStart(0);
    private static final Position END = new FromEnd(0);

    static Stream<Arguments> ranges() {
        return Stream.of(
                range("start", BEGINNING, null),
                range("end", END, null),
                range("47", new At(47), null),
                range("+3", new FromStart(3), null),
                range("-3", new FromEnd(3), null),
                range("47:", new At(47), null),
                range(":end", BEGINNING, END),
                range(":47", BEGINNING, new At(47)),
                range("5:9", new At(5), new At(9)),
                range("start:end", BEGINNING, END),
                range("-10:end", new FromEnd(10), END),
                range("+2:end", new FromStart(2), END),
                range("@1795209663819", new Since(1_795_209_663_819L), null),
                range("@1795209663", new Since(1_795_209_663_000L), null),
                range("@999999999", new Since(999_999_999_000L), null),
                range("@2026-11-19", at("2026-11-19T00:00:00Z"), null),
                range("@2026-11-19:", at("2026-11-19T00:00:00Z"), null),
                range("@2026-11-19T08:30:00Z", at("2026-11-19T08:30:00Z"), null),
                range("@2026-11-19T08:30:00.250Z", at("2026-11-19T08:30:00.250Z"), null),
                range("@2026-11-19T08:30:00+01:00", at("2026-11-19T07:30:00Z"), null),
                range("@-1h", at("2026-11-20T11:00:00Z"), null),
                range("@-1m3ms", at("2026-11-20T11:58:59.997Z"), null),
                range("@:2026-11-19", BEGINNING, at("2026-11-19T00:00:00Z")),
                range("@-2h:-1h", at("2026-11-20T10:00:00Z"), at("2026-11-20T11:00:00Z")),
                range("@-2h:end", at("2026-11-20T10:00:00Z"), END),
                range("@2026-11-18:1d", at("2026-11-18T00:00:00Z"), at("2026-11-19T00:00:00Z")),
                range(
                        "@2026-11-19T08:30:00Z:2026-11-19T08:31:00Z",
                        at("2026-11-19T08:30:00Z"),
                        at("2026-11-19T08:31:00Z")),
                range("@2026-11-19T08:30:00Z:90s", at("2026-11-19T08:30:00Z"), at("2026-11-19T08:31:30Z")));
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void everyFormOfTheGrammarIsRead(String text, Position from, Position to) {
        assertThat(OffsetRange.parse(text, CLOCK)).isEqualTo(new OffsetRange(from, to));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "beginning",
                "4x",
                "--3",
                "+-3",
                "@",
                "@:",
                "@yesterday",
                "@-",
                "@2026-13-01",
                "9:5",
                "@-1h:-2h",
                "5:start",
                "99999999999999999999",
                "1:2:3"
            })
    void anythingElseIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> OffsetRange.parse(text, CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    private static Position at(String time) {
        return new Since(Instant.parse(time).toEpochMilli());
    }

    private static Arguments range(String text, Position from, Position to) {
        return Arguments.of(text, from, to);
    }
}
