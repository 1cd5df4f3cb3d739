package dev.brine.gateway.server;

import dev.brine.gateway.access.Permit;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Work;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Work that gives its permit back at the end. */
record Permitted(Permit permit, Work work) implements Work {

    @Override
    public String route() {
        return work.route();
    }

    @Override
    public Optional<Answer> atOnce() {
        return work.atOnce();
    }

    @Override
    public Answer answer(byte[] body) {
        return work.answer(body);
    }

    @Override
    public CompletionStage<Answer> begin(byte[] body) {
        return work.begin(body);
    }

    @Override
    public Refusal late(String message) {
        return work.late(message);
    }

    @Override
    public void ended() {
        try {
            work.ended();
        } finally {
            permit.leave();
        }
    }
}
