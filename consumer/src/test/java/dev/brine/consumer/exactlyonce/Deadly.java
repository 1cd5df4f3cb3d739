package dev.brine.consumer.exactlyonce;

import java.util.concurrent.Callable;

/** Dies at a step of the fourth transaction. */
final class Deadly implements WatchedClients.Watcher {

    enum Step {
        AFTER_BEGIN,
        AFTER_FIRST_SEND,
        BEFORE_OFFSETS,
        AFTER_OFFSETS,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private final Step step;
    private int transactions;
    private int sent;

    Deadly(Step step) {
        this.step = step;
    }

    @Override
    public Object called(WatchedClients clients, String method, Callable<Object> real) throws Exception {
        switch (method) {
            case "beginTransaction" -> {
                transactions++;
                sent = 0;
                real.call();
                dieAt(Step.AFTER_BEGIN, clients);
            }
            case "send" -> {
                Object answer = real.call();
                if (++sent == 1) {
                    dieAt(Step.AFTER_FIRST_SEND, clients);
                }
                return answer;
            }
            case "sendOffsetsToTransaction" -> {
                dieAt(Step.BEFORE_OFFSETS, clients);
                real.call();
                dieAt(Step.AFTER_OFFSETS, clients);
            }
            case "commitTransaction" -> {
                dieAt(Step.BEFORE_COMMIT, clients);
                real.call();
                dieAt(Step.AFTER_COMMIT, clients);
            }
            default -> {
                return real.call();
            }
        }
        return null;
    }

    private void dieAt(Step here, WatchedClients clients) {
        if (step == here && transactions == 4) {
            if (here != Step.AFTER_COMMIT) {
                clients.flush();
            }
            throw clients.die();
        }
    }
}
