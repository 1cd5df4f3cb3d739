package dev.brine.cli.dlq;

import org.apache.kafka.clients.producer.ProducerRecord;

/** What becomes of a letter in a redrive. */
sealed interface Verdict {

    /** It goes back. */
    record Send(ProducerRecord<byte[], byte[]> record) implements Verdict {}

    /** The filter does not mean it. */
    record LeftOut() implements Verdict {}

    /** The filter may mean it, and cannot say so without the payload. */
    record Unreadable() implements Verdict {}

    /** It is meant and cannot go back. */
    record Refused(Reason reason, String why) implements Verdict {}

    /** Why a letter that is meant cannot go back. */
    enum Reason {
        /** It went back too often already. */
        LOOP("redriven as often as --max-redrives allows"),
        /** Its headers do not say where it came from. */
        NO_ORIGIN("no header says which topic they came from; --to TOPIC sends them to one"),
        /** The topic it came from cannot take it. */
        NO_TOPIC("the topic they came from cannot take them; --to TOPIC sends them to another"),
        /** The edit does not fit it. */
        EDIT("the edit does not fit"),
        /** It is bytes that no source could decode, and nothing can now. */
        UNDECODABLE("bytes of a source that still cannot be decoded");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** For people. */
        String words() {
            return words;
        }
    }
}
