package dev.brine.gateway.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.gateway.http.Answer;

/** What an endpoint says, before it has a media type. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each answer
record Reply(int status, byte[] body) {

    static Reply json(JsonNode value) {
        return text(value.toString());
    }

    static Reply text(String text) {
        return new Reply(200, text.getBytes(UTF_8));
    }

    static Reply nothing() {
        return new Reply(204, new byte[0]);
    }

    Answer as(String contentType) {
        return Answer.of(status, contentType, body);
    }
}
