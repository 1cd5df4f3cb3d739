package dev.brine.consumer.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

final class RedriveTest {

    @Test
    void originalGoesBackAsItWasWithItsTimeACounterAndWhereItCameFrom() {
        // Given
        DeadLetter letter = new Letters()
                .bytes("twice", (byte) 1)
                .bytes("twice", (byte) 2)
                .brine("orders", 3, 1042)
                .text("brine.dlq.timestamp", "1700000000000")
                .spring("orders", 3, 1042)
                .letter();

        // When
        ProducerRecord<byte[], byte[]> record = Redrive.record(letter, "orders", 3);

        // Then
        assertThat(record.topic()).isEqualTo("orders");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.timestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(record.key()).isEqualTo("key".getBytes(UTF_8));
        assertThat(record.value()).isEqualTo("value".getBytes(UTF_8));
        assertThat(texts(record))
                .containsExactly(
                        "twice=\u0001", "twice=\u0002", "brine.redrive.count=1", "brine.redrive.from=orders.dlq-3@42");
    }

    @Test
    void counterGrowsInItsPlaceAtTheEnd() {
        // Given
        DeadLetter letter = new Letters()
                .text(Redrive.COUNT, "2")
                .text(Redrive.FROM, "orders.dlq-0@1")
                .text("own", "o")
                .brine("orders", 3, 1042)
                .letter();

        // When
        ProducerRecord<byte[], byte[]> record = Redrive.record(letter, "orders", null);

        // Then
        assertThat(letter.redrives()).isEqualTo(2);
        assertThat(texts(record))
                .containsExactly("own=o", "brine.redrive.count=3", "brine.redrive.from=orders.dlq-3@42");
    }

    private static List<String> texts(ProducerRecord<byte[], byte[]> record) {
        List<String> texts = new ArrayList<>();
        for (Header header : record.headers()) {
            texts.add(header.key() + "=" + new String(header.value(), UTF_8));
        }
        return texts;
    }
}
