package dev.brine.gateway.flow;

/** Thrown when a topic does not have the partition that was named. */
public final class UnknownPartitionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param count how many there are */
    public UnknownPartitionException(String topic, int partition, int count) {
        super(
                "topic " + topic + " has no partition " + partition + "; it has "
                        + (count == 1 ? "only 0" : "0 to " + (count - 1)),
                null,
                false,
                false);
    }
}
