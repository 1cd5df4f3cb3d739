package dev.brine.gateway.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.http.Refusal;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventPositionTest {

    @Test
    void whatIsWrittenIsRead() {
        // Given
        Map<Integer, Long> seen = new TreeMap<>(Map.of(0, 41L, 1, -1L, 2, 7L));

        // When
        String text = EventPosition.text("a.b-c", 2, seen);

        // Then
        assertThat(text).isEqualTo("a.b-c:2:7,0:41,1:-1");
        assertThat(EventPosition.parse(text, "a.b-c")).isEqualTo(new EventPosition("a.b-c", seen));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t",
                "t:",
                "t:0",
                "t:0:",
                "t:0:x",
                "t:-1:0",
                "t:0:-2",
                "other:0:1",
                "t:0:1,",
                "t:0:1,2",
                "t:99999999999:1"
            })
    void whatIsNoPositionOfTheTopicIsRefused(String text) {
        assertThatThrownBy(() -> EventPosition.parse(text, "t"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(40001));
    }
}
