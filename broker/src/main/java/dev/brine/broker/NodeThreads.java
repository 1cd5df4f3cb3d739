package dev.brine.broker;

import java.util.function.Consumer;

/** The threads of one run of one node; what they start belongs here too, which is how a failure finds its node. */
final class NodeThreads extends ThreadGroup {

    private final int node;
    private final Consumer<BrokerException> onFailure;

    NodeThreads(int node, Consumer<BrokerException> onFailure) {
        super("brine-broker-" + node);
        this.node = node;
        this.onFailure = onFailure;
    }

    int node() {
        return node;
    }

    void failed(BrokerException failure) {
        onFailure.accept(failure);
    }
}
