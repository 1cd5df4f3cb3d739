package dev.brine.bench.pipeline;

import dev.brine.serdes.record.SubjectNaming;

/** All topics of the comparison carry orders; each round has a topic of its own. */
public final class OrderSubject implements SubjectNaming {

    @Override
    public String subject(String topic, boolean key, String record) {
        return "order-value";
    }
}
