package dev.brine.bench.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final String TWO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            + "HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n";

    @Test
    void answersAreWholeHoweverTheyAreCut() {
        for (int size = 1; size <= TWO.length(); size++) {
            // Given
            Answers answers = new Answers.Http();

            // When
            List<Integer> statuses = feed(answers, TWO, size);

            // Then
            assertThat(statuses).as("in pieces of %d", size).containsExactly(200, 503);
            assertThat(answers.retryAfter()).isTrue();
        }
    }

    @Test
    void linesAreAcknowledgementsOrErrors() {
        assertThat(feed(new Answers.Lines(), "ok 0 17\nerr 50301 not stored\nok 1 2\n", 7))
                .containsExactly(200, 503, 200);
    }

    private static List<Integer> feed(Answers answers, String text, int size) {
        List<Integer> statuses = new ArrayList<>();
        for (int from = 0; from < text.length(); from += size) {
            ByteBuffer piece = ISO_8859_1.encode(text.substring(from, Math.min(text.length(), from + size)));
            while (piece.hasRemaining()) {
                int status = answers.feed(piece);
                if (status != 0) {
                    statuses.add(status);
                }
            }
        }
        return statuses;
    }
}
