package dev.brine.broker;

import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Kafka's {@link Exit} from ending this process when it is asked for by a thread of an embedded node.
 *
 * <p>The trap is one for the whole JVM because {@code Exit} is, and stays once set: a node's last threads may outlive
 * its stop. An exit asked for by any other thread does what it always did.
 */
final class ExitTrap {

    private ExitTrap() {}

    /** Sets the trap; doing so again changes nothing. */
    static void set() {
        Exit.setExitProcedure((status, message) -> {
            trap("exit", status, message);
            Runtime.getRuntime().exit(status);
        });
        Exit.setHaltProcedure((status, message) -> {
            trap("halt", status, message);
            Runtime.getRuntime().halt(status);
        });
    }

    private static void trap(String how, int status, @Nullable String message) {
        for (ThreadGroup at = Thread.currentThread().getThreadGroup(); at != null; at = at.getParent()) {
            if (at instanceof NodeThreads threads) {
                BrokerException failure = new BrokerException(
                        BrokerException.Reason.FAILED,
                        "node " + threads.node() + " asked to " + how + " the process with status " + status
                                + " on thread " + Thread.currentThread().getName()
                                + (message == null ? "" : ": " + message));
                threads.failed(failure);
                // Kafka expects that nothing runs after an exit, so the calling thread must end here.
                throw failure;
            }
        }
    }
}
