package dev.brine.gateway.tcp;

/**
 * Makes the answer to a value that came over TCP. Called by several threads at once; may block, which holds back this
 * connection and one thread of the source's pool.
 *
 * <p>Values are generic, as {@link dev.brine.gateway.flow.TopicFormat} has them: records are maps.
 */
@FunctionalInterface
public interface ReplyHandler {

    /** The built-in one: answers with the value itself. */
    String ECHO = "echo";

    /**
     * Answers a value that has been acknowledged by Kafka.
     *
     * @throws Exception if there is no answer; the client is told {@code err 50000}, and the record stays in its topic
     */
    Object handle(Object value) throws Exception;
}
