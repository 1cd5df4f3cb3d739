package dev.brine.gateway.flow;

import dev.brine.serdes.EncodeException;
import java.util.Arrays;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Records that fail in the same way however often they are sent, and would hold their source for ever. */
public final class NeverTaken {

    /** Of what is too large for Kafka; well below any limit that a topic may have. */
    private static final int BEGINNING = 64 << 10;

    private NeverTaken() {}

    /** Whether a failure to write is one of these. */
    public static boolean is(Throwable failure) {
        return failure instanceof EncodeException
                || failure instanceof RecordTooLargeException
                || failure instanceof InvalidTimestampException;
    }

    /** Its dead letter; of its beginning, if it is too large, since a letter of all of it would be too large as well. */
    public static Undecodable letter(
            String topic, byte[] bytes, @Nullable String contentType, String source, String position, Throwable why) {
        String message = String.valueOf(why.getMessage());
        if (!(why instanceof RecordTooLargeException) || bytes.length <= BEGINNING) {
            return new Undecodable(topic, bytes, contentType, source, position, new KafkaException(message, why));
        }
        message += "; these are its first " + BEGINNING + " bytes of " + bytes.length;
        return new Undecodable(
                topic,
                Arrays.copyOf(bytes, BEGINNING),
                contentType,
                source,
                position,
                new KafkaException(message, why));
    }
}
