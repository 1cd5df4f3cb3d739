package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Service;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.media.Errors;

/** Says hello to whoever asks. */
final class Hello implements Service {

    static final String GET = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    static final String GET_AND_CLOSE = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

    @Override
    public String name() {
        return "hello";
    }

    @Override
    public Work accept(Head head) {
        return new Work() {
            @Override
            public String route() {
                return "/";
            }

            @Override
            public Answer answer(byte[] body) {
                return Answer.of(200, Answer.JSON, "\"hello\"".getBytes(UTF_8));
            }
        };
    }

    @Override
    public Answer refused(Head head, Refusal refusal) {
        return Errors.answer(head, refusal);
    }
}
