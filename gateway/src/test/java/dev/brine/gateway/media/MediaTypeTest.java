package dev.brine.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.http.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MediaTypeTest {

    private static final List<String> OFFERED = List.of(MediaType.JSON, MediaType.NDJSON, MediaType.PICKLE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|application/json",
                "application/x-ndjson|application/x-ndjson",
                "APPLICATION/X-NDJSON ; q=0.5|application/x-ndjson",
                "application/json;q=0.1, application/x-ndjson;q=0.2|application/x-ndjson",
                "application/*;q=0.3, application/json;q=0.1|application/x-ndjson",
                "text/html, */*;q=0.1|application/json",
                "application/json;q=0, */*|application/x-ndjson",
            })
    void mostWantedOfThoseOfferedIsChosen(String accept, String chosen) {
        assertThat(MediaType.chosen(Optional.of(accept), OFFERED)).isEqualTo(chosen);
    }

    @Test
    void nothingSaidIsTheFirst() {
        assertThat(MediaType.chosen(Optional.empty(), OFFERED)).isEqualTo(MediaType.JSON);
    }

    @ParameterizedTest
    @CsvSource(value = {"text/html", "application/json;q=0", "application/json;q=x", "json"})
    void nothingThatIsOfferedIs406(String accept) {
        assertThatThrownBy(() -> MediaType.chosen(Optional.of(accept), OFFERED))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(406));
    }

    @Test
    void charsetIsSeenThroughQuotesAndCase() {
        assertThat(MediaType.parse("Application/JSON; Charset=\"UTF-8\"").name())
                .isEqualTo(MediaType.JSON);
        assertThat(MediaType.parse("application/json; charset=\"UTF-8\"").utf8())
                .isTrue();
        assertThat(MediaType.parse("application/json;charset=latin1").utf8()).isFalse();
    }
}
