package dev.brine.serdes.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class RepeatedTextTest {

    private static final long SEED = 20261121;

    private final RepeatedText repeated = new RepeatedText();

    @Test
    void aTextThatComesAgainIsTheSameObject() {
        // When
        String first = read("서울특별시 마포구");
        String second = read("서울특별시 마포구");

        // Then
        assertThat(first).isEqualTo("서울특별시 마포구");
        assertThat(second).isSameAs(first);
    }

    @Test
    void nearlyAllOfAQuarterOfTheSlotsAreKept() {
        // Given
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < RepeatedText.SLOTS / 4; i++) {
            texts.add("city-" + i);
        }
        List<String> first = texts.stream().map(this::read).toList();

        // When
        List<String> again = texts.stream().map(this::read).toList();

        // Then
        int same = 0;
        for (int i = 0; i < texts.size(); i++) {
            assertThat(again.get(i)).isEqualTo(first.get(i));
            same += again.get(i) == first.get(i) ? 1 : 0;
        }
        assertThat(same).isGreaterThan(texts.size() * 3 / 4);
    }

    @Test
    void textsThatDifferAnywhereAreNeverTakenForEachOther() {
        // Given every length, and texts that differ in one place only
        Random random = new Random(SEED);
        for (int length = 0; length <= 40; length++) {
            for (int round = 0; round < 200; round++) {
                byte[] bytes = new byte[length];
                for (int i = 0; i < length; i++) {
                    bytes[i] = (byte) ('a' + random.nextInt(2));
                }
                String text = new String(bytes, UTF_8);

                // Then
                assertThat(read(text)).as("seed %s, length %s", SEED, length).isEqualTo(text);
                if (length > 0) {
                    bytes[random.nextInt(length)] = 'c';
                    String other = new String(bytes, UTF_8);
                    assertThat(read(other))
                            .as("seed %s, length %s", SEED, length)
                            .isEqualTo(other);
                }
            }
        }
    }

    @Test
    void aTextAtTheVeryEndOfItsArrayIsReadToo() {
        // Given no eight bytes behind the length
        byte[] bytes = {6, 'a', 'b', 'c'};

        // When
        BinaryInput in = BinaryInput.acquire(ByteBuffer.wrap(bytes), Limits.DEFAULT);
        try {
            // Then
            assertThat(in.readString(repeated)).isEqualTo("abc");
            in.expectEnd();
        } finally {
            in.release();
        }
    }

    @Test
    void aPlaceWhoseTextsNeverComeAgainIsLeftAlone() {
        // When
        for (int i = 0; i < 2_000; i++) {
            read("order-" + i);
        }

        // Then
        assertThat(repeated.pays()).isFalse();
        assertThat(read("order-1")).isEqualTo("order-1");
    }

    @Test
    void aPlaceWithSomeNewTextsAmongTheOldStaysWatched() {
        // When
        for (int i = 0; i < 20_000; i++) {
            read(i % 10 == 0 ? "new-" + i : "old-" + i % 7);
        }

        // Then
        assertThat(repeated.pays()).isTrue();
    }

    @Test
    void malformedTextIsRefusedHoweverOftenItComes() {
        byte[] bytes = {4, (byte) 0xc3, (byte) 0x28, 0, 0, 0, 0, 0, 0, 0};
        for (int i = 0; i < 3; i++) {
            BinaryInput in = BinaryInput.acquire(ByteBuffer.wrap(bytes), Limits.DEFAULT);
            try {
                assertThatThrownBy(() -> in.readString(repeated))
                        .isInstanceOf(DecodeException.class)
                        .hasMessageContaining("UTF-8");
            } finally {
                in.release();
            }
        }
    }

    @Test
    void threadsThatShareAPlaceReadWhatWasWritten() throws Exception {
        // Given
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<Integer>> wrong = new ArrayList<>();

        // When
        for (int thread = 0; thread < 4; thread++) {
            long seed = SEED + thread;
            Callable<Integer> reader = () -> {
                Random random = new Random(seed);
                int misread = 0;
                for (int i = 0; i < 100_000; i++) {
                    String text = "text-" + random.nextInt(random.nextInt(4) == 0 ? 1_000 : 20);
                    misread += read(text).equals(text) ? 0 : 1;
                }
                return misread;
            };
            wrong.add(pool.submit(reader));
        }

        // Then
        for (Future<Integer> count : wrong) {
            assertThat(count.get()).as("seed %s", SEED).isZero();
        }
        pool.shutdown();
    }

    private String read(String text) {
        byte[] encoded = text.getBytes(UTF_8);
        byte[] bytes = new byte[encoded.length + 10];
        int at = 0;
        int length = encoded.length << 1;
        if (length >= 128) {
            bytes[at++] = (byte) (length & 0x7f | 0x80);
            length >>>= 7;
        }
        bytes[at++] = (byte) length;
        System.arraycopy(encoded, 0, bytes, at, encoded.length);
        BinaryInput in = BinaryInput.acquire(ByteBuffer.wrap(bytes), Limits.DEFAULT);
        try {
            return in.readString(repeated);
        } finally {
            in.release();
        }
    }
}
