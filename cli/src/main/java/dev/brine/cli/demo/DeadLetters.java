package dev.brine.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.cli.kafka.Cluster;
import dev.brine.consumer.DeadLetterHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the dead-letter topic back, so that the ledger holds the letters that are there, not those meant to be. */
final class DeadLetters {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern RULE = Pattern.compile("\\[([a-z][a-z0-9.-]*)(?: at byte \\d+)?(?:, field [^\\]]*)?]");

    private final Cluster cluster;
    private final Map<TopicPartition, Long> next;

    /** @param from where to begin in each partition; reading again goes on where it ended */
    DeadLetters(Cluster cluster, Map<TopicPartition, Long> from) {
        this.cluster = cluster;
        this.next = new HashMap<>(from);
    }

    /** Tells the ledger of the letters that came since the last time. */
    void readTo(Ledger ledger, Predicate<Mark> ours) {
        Map<String, Object> properties = cluster.settings().kafka();
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> end = consumer.endOffsets(next.keySet());
            consumer.assign(next.keySet());
            next.forEach(consumer::seek);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (end.entrySet().stream().anyMatch(last -> consumer.position(last.getKey()) < last.getValue())
                    && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(letter -> note(letter, ledger, ours));
            }
            next.replaceAll((partition, old) -> consumer.position(partition));
        }
    }

    private static void note(ConsumerRecord<String, byte[]> letter, Ledger ledger, Predicate<Mark> ours) {
        Mark mark = Mark.of(letter.key(), letter.headers());
        if (mark != null && ours.test(mark)) {
            ledger.dead(mark, cause(letter.headers()));
        }
    }

    /** The rule that a value broke, or the handler's exception: {@code truncated}, {@code wrong-total}. */
    static String cause(Headers headers) {
        String stage = text(headers, DeadLetterHeaders.STAGE);
        String message = text(headers, DeadLetterHeaders.ERROR_MESSAGE);
        String type = text(headers, DeadLetterHeaders.ERROR_CLASS);
        if (message != null && ("value".equals(stage) || "key".equals(stage))) {
            Matcher rule = RULE.matcher(message);
            String last = null;
            while (rule.find()) {
                last = rule.group(1);
            }
            if (last != null) {
                return last;
            }
        }
        if (type == null) {
            return "unknown";
        }
        String name = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
        return name.replaceAll("(Exception|Error)$", "")
                .replaceAll("([a-z])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
