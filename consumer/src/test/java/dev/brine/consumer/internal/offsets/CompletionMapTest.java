package dev.brine.consumer.internal.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompletionMapTest {

    private static final String PLACE = "orders-7";

    @Test
    void mapThatFitsComesBackEqual() {
        for (long seed = 0; seed < 2_000; seed++) {
            // Given
            Snapshot snapshot = snapshot(new Random(seed), 200);

            // When
            String text = CompletionMap.encode(PLACE, snapshot, 4096);

            // Then
            assertThat(CompletionMap.decode(PLACE, snapshot.next(), text))
                    .as("seed %d", seed)
                    .isEqualTo(new Restored.Map(snapshot.beyond()));
        }
    }

    @Test
    void mapThatDoesNotFitIsCutAtItsFarEndAndSaysNothingWrong() {
        for (long seed = 0; seed < 2_000; seed++) {
            // Given
            Random random = new Random(seed);
            Snapshot snapshot = snapshot(random, 3_000);
            int limit = random.nextInt(600);

            // When
            String text = CompletionMap.encode(PLACE, snapshot, limit);

            // Then
            assertThat(text.length()).as("seed %d", seed).isLessThanOrEqualTo(limit);
            if (CompletionMap.decode(PLACE, snapshot.next(), text) instanceof Restored.Map map) {
                FinishedRanges kept = map.finished();
                for (int i = 0; i < kept.size(); i++) {
                    for (long offset = kept.from(i); offset < kept.to(i); offset++) {
                        assertThat(snapshot.beyond().contains(offset))
                                .as("seed %d, offset %d", seed, offset)
                                .isTrue();
                    }
                }
            } else {
                assertThat(text).as("seed %d", seed).isEmpty();
            }
        }
    }

    @Test
    void exactlyFullMapIsWrittenWhole() {
        // Given
        Snapshot snapshot = snapshot(new Random(42), 300);
        int exact = CompletionMap.encode(PLACE, snapshot, 1 << 20).length();

        // When
        String whole = CompletionMap.encode(PLACE, snapshot, exact);
        String cut = CompletionMap.encode(PLACE, snapshot, exact - 2);

        // Then
        assertThat(CompletionMap.decode(PLACE, snapshot.next(), whole)).isEqualTo(new Restored.Map(snapshot.beyond()));
        assertThat(cut.length()).isLessThan(exact);
    }

    @Test
    void longRunsTakeAFewBytesAndManyShortOnesABitEach() {
        // Given
        Snapshot longRun =
                new Snapshot(5, FinishedRanges.builder().add(6, 1_000_000_006L).build());
        FinishedRanges.Builder everySecond = FinishedRanges.builder();
        for (int i = 1; i < 16_000; i += 2) {
            everySecond.add(i, i + 1);
        }

        // When
        String one = CompletionMap.encode(PLACE, longRun, 4096);
        String many = CompletionMap.encode(PLACE, new Snapshot(0, everySecond.build()), 4096);

        // Then
        assertThat(one).hasSizeLessThan(30);
        assertThat(many).hasSizeBetween(2_600, 2_700);
    }

    @Test
    void nothingFinishedBeyondIsNoText() {
        assertThat(CompletionMap.encode(PLACE, new Snapshot(9, FinishedRanges.NONE), 4096))
                .isEmpty();
        assertThat(CompletionMap.decode(PLACE, 9, "")).isEqualTo(new Restored.Nothing());
    }

    @Test
    void mapOfAnotherPartitionOrOffsetIsNotTaken() {
        // Given
        Snapshot snapshot =
                new Snapshot(100, FinishedRanges.builder().add(101, 200).build());
        String text = CompletionMap.encode(PLACE, snapshot, 4096);

        // When, Then
        assertThat(CompletionMap.decode(PLACE, 100, text)).isInstanceOf(Restored.Map.class);
        assertThat(CompletionMap.decode(PLACE, 90, text)).isInstanceOf(Restored.Unreadable.class);
        assertThat(CompletionMap.decode("orders-8", 100, text)).isInstanceOf(Restored.Unreadable.class);
    }

    @Test
    void everySingleDamagedCharacterIsNoticed() {
        // Given
        Snapshot snapshot = snapshot(new Random(7), 60);
        String text = CompletionMap.encode(PLACE, snapshot, 4096);

        for (int at = 0; at < text.length(); at++) {
            // When
            String damaged = text.substring(0, at) + (text.charAt(at) == 'x' ? 'y' : 'x') + text.substring(at + 1);

            // Then
            assertThat(CompletionMap.decode(PLACE, snapshot.next(), damaged))
                    .as("damaged at %d", at)
                    .isNotInstanceOf(Restored.Nothing.class)
                    .isNotEqualTo(new Restored.Map(FinishedRanges.NONE))
                    .satisfiesAnyOf(
                            found -> assertThat(found).isInstanceOf(Restored.Unreadable.class),
                            // The last character of base64 without padding may hold unused bits.
                            found -> assertThat(found).isEqualTo(new Restored.Map(snapshot.beyond())));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "brine:1:",
                "brine:1:AA",
                "brine:2:AAAAAAAA",
                "brine:1:!!!!",
                "rgAAABR",
                "{\"streams\":1}",
                "AgAAAZ0",
                " "
            })
    void foreignMetadataIsUnreadableAndNothingWorse(String foreign) {
        assertThat(CompletionMap.decode(PLACE, 3, foreign)).isInstanceOf(Restored.Unreadable.class);
    }

    @Test
    void randomBytesBehindAValidChecksumNeverThrow() {
        for (long seed = 0; seed < 5_000; seed++) {
            // Given
            Random random = new Random(seed);
            byte[] bytes = new byte[5 + random.nextInt(40)];
            random.nextBytes(bytes);
            bytes[0] = (byte) random.nextInt(3);
            String text =
                    "brine:1:" + Base64.getEncoder().withoutPadding().encodeToString(Checksums.seal(PLACE, 77, bytes));

            // When
            Restored restored = CompletionMap.decode(PLACE, 77, text);

            // Then
            if (restored instanceof Restored.Map map && !map.finished().isEmpty()) {
                assertThat(map.finished().from(0)).as("seed %d", seed).isGreaterThanOrEqualTo(77);
            }
        }
    }

    private static Snapshot snapshot(Random random, int most) {
        long base = random.nextInt(3) == 0 ? 0 : random.nextLong() >>> 20;
        FinishedRanges.Builder ranges = FinishedRanges.builder();
        long at = base + random.nextInt(3);
        int count = 1 + random.nextInt(most);
        int spread = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            long to = at + 1 + random.nextInt(spread);
            ranges.add(at, to);
            at = to + 1 + random.nextInt(spread);
        }
        return new Snapshot(base, ranges.build());
    }
}
