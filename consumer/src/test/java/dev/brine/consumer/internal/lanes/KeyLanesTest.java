package dev.brine.consumer.internal.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyLanesTest {

    private final KeyLanes lanes = new KeyLanes(new Assignment(Samples.PARTITION, 1));

    @Test
    void sameBytesAreTheSameLaneWhereverTheyLie() {
        // Given
        byte[] response = "xxkey-1yykey-1key-2".getBytes(StandardCharsets.UTF_8);
        ByteBuffer first = ByteBuffer.wrap(response, 2, 5);
        ByteBuffer second = ByteBuffer.wrap(response, 9, 5).slice();
        ByteBuffer direct = ByteBuffer.allocateDirect(5).put(0, response, 2, 5);

        // When
        Lane lane = lanes.laneFor(first);

        // Then
        assertThat(lanes.laneFor(second)).isSameAs(lane);
        assertThat(lanes.laneFor(direct)).isSameAs(lane);
        assertThat(lanes.laneFor(ByteBuffer.wrap(response, 14, 5))).isNotSameAs(lane);
        assertThat(first.position()).isEqualTo(2);
    }

    @Test
    void recordsWithoutAKeyShareALaneThatIsNotTheEmptyKeys() {
        assertThat(lanes.laneFor(null)).isSameAs(lanes.laneFor(null)).isNotSameAs(lanes.laneFor(Samples.bytes("")));
    }

    @Test
    void agreesWithAMapWhileKeysComeAndGo() {
        // Given
        Map<String, Lane> oracle = new HashMap<>();
        Random random = new Random(5);

        for (int step = 0; step < 200_000; step++) {
            // When
            String key = "key-" + random.nextInt(5_000) + "x".repeat(random.nextInt(3));
            Lane known = oracle.get(key);
            Lane lane = lanes.laneFor(Samples.bytes(key));

            // Then
            if (known != null) {
                assertThat(lane).as(key).isSameAs(known);
                lanes.remove(lane);
                oracle.remove(key);
            } else {
                assertThat(oracle.containsValue(lane) && step < 2_000).as(key).isFalse();
                oracle.put(key, lane);
            }
        }
        assertThat(lanes.size()).isEqualTo(oracle.size());
    }
}
