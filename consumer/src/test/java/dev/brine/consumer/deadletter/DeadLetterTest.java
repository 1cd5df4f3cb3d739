package dev.brine.consumer.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.RecordPosition;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

final class DeadLetterTest {

    @Test
    void brinesOwnHeadersAreRead() {
        // When
        DeadLetter letter = new Letters()
                .text("trace", "t")
                .brine("orders", 3, 1042)
                .text("brine.dlq.timestamp", "1700000000000")
                .text("brine.dlq.group", "billing")
                .text("brine.dlq.attempts", "5")
                .text("brine.dlq.first-failure", "1000")
                .text("brine.dlq.last-failure", "2000")
                .text("brine.dlq.stage", "handler")
                .text("brine.dlq.error-message", "no stock")
                .text("brine.dlq.writer-schema", "orders-value v3")
                .spring("orders", 3, 1042)
                .text("kafka_dlt-exception-stacktrace", "at ..")
                .letter();

        // Then
        assertThat(letter.family()).isEqualTo(DeadLetterFamily.BRINE);
        assertThat(letter.facts())
                .isEqualTo(new DeadLetterFacts(
                        "orders",
                        3,
                        1042L,
                        1_700_000_000_000L,
                        "billing",
                        5,
                        1000L,
                        2000L,
                        "handler",
                        "java.lang.IllegalStateException",
                        "no stock",
                        "at ..",
                        "orders-value v3"));
        assertThat(letter.diedAt()).isEqualTo(2000);
        assertThat(letter.originalTimestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(letter.headers()).extracting(Header::key).containsExactly("trace");
        assertThat(letter.problems()).isEmpty();
        assertThat(letter).hasToString("orders.dlq-3@42");
    }

    @Test
    void springsBinaryHeadersAreRead() {
        // When
        DeadLetter letter = new Letters()
                .spring("orders", 7, 1L << 40)
                .int8("kafka_dlt-original-timestamp", 5)
                .text("kafka_dlt-original-consumer-group", "billing")
                .text("kafka_dlt-exception-fqcn", "org.springframework.kafka.listener.ListenerExecutionFailedException")
                .text("kafka_dlt-exception-cause-fqcn", "java.io.IOException")
                .text("kafka_dlt-exception-message", "refused")
                .int4("retry_topic-attempts", 4)
                .bytes("kafka_deliveryAttempt", (byte) 0, (byte) 0, (byte) 0, (byte) 1)
                .text("own", "1")
                .letter();

        // Then
        assertThat(letter.family()).isEqualTo(DeadLetterFamily.SPRING);
        assertThat(letter.facts().origin()).contains(new RecordPosition("orders", 7, 1L << 40));
        assertThat(letter.facts().errorClass()).isEqualTo("java.io.IOException");
        assertThat(letter.facts().errorMessage()).isEqualTo("refused");
        assertThat(letter.facts().group()).isEqualTo("billing");
        assertThat(letter.facts().attempts()).isEqualTo(4);
        assertThat(letter.originalTimestamp()).isEqualTo(5);
        assertThat(letter.headers()).extracting(Header::key).containsExactly("own");
    }

    @Test
    void springsHeadersBehindRetryTopicsAndOfKeysAreRead() {
        // When
        DeadLetter retried = new Letters()
                .text("kafka_original-topic", "orders")
                .int4("kafka_original-partition", 1)
                .int8("kafka_original-offset", 2)
                .text("kafka_exception-fqcn", "java.io.IOException")
                .letter();
        DeadLetter key = new Letters()
                .spring("orders", 0, 1)
                .text("kafka_dlt-key-exception-fqcn", "a.KeyException")
                .letter();

        // Then
        assertThat(retried.family()).isEqualTo(DeadLetterFamily.SPRING);
        assertThat(retried.facts().origin()).contains(new RecordPosition("orders", 1, 2));
        assertThat(retried.facts().errorClass()).isEqualTo("java.io.IOException");
        assertThat(retried.headers()).isEmpty();
        assertThat(key.facts().stage()).isEqualTo("key");
        assertThat(key.facts().errorClass()).isEqualTo("a.KeyException");
    }

    @Test
    void connectsAndStreamsHeadersAreRead() {
        // When
        DeadLetter connect = new Letters()
                .text("__connect.errors.topic", "orders")
                .text("__connect.errors.partition", "2")
                .text("__connect.errors.offset", "9")
                .text("__connect.errors.connector.name", "jdbc")
                .text("__connect.errors.stage", "VALUE_CONVERTER")
                .text("__connect.errors.exception.class.name", "org.apache.kafka.connect.errors.DataException")
                .text("__connect.errors.exception.message", "bad")
                .letter();
        DeadLetter streams = new Letters()
                .text("__streams.errors.exception", "java.lang.ArithmeticException")
                .text("__streams.errors.message", "/ by zero")
                .text("__streams.errors.topic", "clicks")
                .text("__streams.errors.partition", "0")
                .text("__streams.errors.offset", "8")
                .letter();

        // Then
        assertThat(connect.family()).isEqualTo(DeadLetterFamily.CONNECT);
        assertThat(connect.facts().origin()).contains(new RecordPosition("orders", 2, 9));
        assertThat(connect.facts().errorClass()).isEqualTo("org.apache.kafka.connect.errors.DataException");
        assertThat(connect.facts().stage()).isEqualTo("VALUE_CONVERTER");
        assertThat(connect.facts().group()).isEqualTo("connect-jdbc");
        assertThat(connect.headers()).isEmpty();
        assertThat(streams.family()).isEqualTo(DeadLetterFamily.STREAMS);
        assertThat(streams.facts().origin()).contains(new RecordPosition("clicks", 0, 8));
        assertThat(streams.facts().errorClass()).isEqualTo("java.lang.ArithmeticException");
        assertThat(streams.originalTimestamp()).isEqualTo(1_795_209_663_819L);
    }

    @Test
    void familyThatWroteLastCounts() {
        assertThat(new Letters()
                        .brine("orders", 0, 1)
                        .spring("orders", 0, 1)
                        .spring("orders", 0, 2)
                        .letter()
                        .facts()
                        .offset())
                .isEqualTo(2);
        assertThat(new Letters()
                        .spring("orders", 0, 1)
                        .brine("orders", 0, 2)
                        .letter()
                        .family())
                .isEqualTo(DeadLetterFamily.BRINE);
        assertThat(new Letters()
                        .text("__connect.errors.topic", "a")
                        .text("__streams.errors.topic", "b")
                        .letter()
                        .facts()
                        .topic())
                .isEqualTo("b");
    }

    @Test
    void malformedHeadersAreProblemsWithNamesAndNothingElse() {
        // When
        DeadLetter brine = new Letters()
                .text("brine.dlq.topic", "")
                .text("brine.dlq.partition", "99999999999")
                .text("brine.dlq.offset", "secret")
                .bytes("brine.dlq.group", (byte) 0xFF)
                .letter();
        DeadLetter spring = new Letters()
                .bytes("kafka_dlt-original-topic", (byte) 0xFF)
                .bytes("kafka_dlt-original-partition", (byte) 1)
                .int8("kafka_dlt-original-offset", -5)
                .letter();
        DeadLetter counter =
                new Letters().brine("orders", 0, 1).text(Redrive.COUNT, "many").letter();

        // Then
        assertThat(brine.facts().origin()).isEmpty();
        assertThat(brine.problems())
                .containsExactly(
                        "brine.dlq.topic is empty",
                        "brine.dlq.partition is larger than 2147483647",
                        "brine.dlq.offset is no number in text");
        assertThat(spring.problems())
                .containsExactly(
                        "kafka_dlt-original-topic is not UTF-8 text",
                        "kafka_dlt-original-partition has 1 bytes, expected 4",
                        "kafka_dlt-original-offset is negative");
        assertThat(counter.redrives()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void anyHeadersGiveALetter() {
        long seed = Long.getLong("brine.seed", 20261121);
        Random random = new Random(seed);
        String[] names = {
            "brine.dlq.topic",
            "brine.dlq.partition",
            "brine.dlq.offset",
            "brine.dlq.last-failure",
            "kafka_dlt-original-topic",
            "kafka_dlt-original-partition",
            "kafka_dlt-original-offset",
            "kafka_dlt-original-timestamp",
            "retry_topic-attempts",
            "__connect.errors.topic",
            "__streams.errors.offset",
            "__streams.errors.topic",
            Redrive.COUNT
        };
        for (int run = 0; run < 20_000; run++) {
            Letters letters = new Letters();
            for (int i = random.nextInt(8); i > 0; i--) {
                byte[] value = random.nextInt(9) == 0 ? null : new byte[random.nextInt(10)];
                if (value != null) {
                    random.nextBytes(value);
                    if (random.nextBoolean()) {
                        java.util.Arrays.fill(value, (byte) '7');
                    }
                }
                letters.headers.add(names[random.nextInt(names.length)], value);
            }
            DeadLetter letter = letters.letter();
            assertThat(letter.redrives()).as("seed %d run %d", seed, run).isNotNegative();
            assertThat(letter.facts().origin().map(RecordPosition::offset).orElse(0L))
                    .isNotNegative();
            assertThat(Redrive.record(letter, "orders", null).value()).isEqualTo(letter.value());
        }
    }
}
