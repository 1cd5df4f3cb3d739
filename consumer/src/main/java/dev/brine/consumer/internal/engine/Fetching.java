package dev.brine.consumer.internal.engine;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what to fetch to a consumer that may know less than the worker: with the new protocol it drops its partitions on
 * a thread of its own when it is fenced, and the callback comes with a later poll. Nothing is fetched of a dropped
 * partition in any case, so what was to be said of it is not needed. Owner thread.
 */
final class Fetching {

    private static final Logger log = LoggerFactory.getLogger(Fetching.class);

    private final Consumer<?, ?> consumer;

    Fetching(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    void pause(Collection<TopicPartition> partitions) {
        each(partitions, consumer::pause);
    }

    void resume(Collection<TopicPartition> partitions) {
        each(partitions, consumer::resume);
    }

    void pauseAll() {
        pause(consumer.assignment());
    }

    /** Records that are not fetched yet; 0 if that is not known. */
    long lag(TopicPartition partition) {
        try {
            return consumer.currentLag(partition).orElse(0);
        } catch (IllegalStateException e) {
            dropped(partition, e);
            return 0;
        }
    }

    private static void each(
            Collection<TopicPartition> partitions, java.util.function.Consumer<Collection<TopicPartition>> action) {
        for (TopicPartition partition : partitions) {
            try {
                action.accept(List.of(partition));
            } catch (IllegalStateException e) {
                dropped(partition, e);
            }
        }
    }

    private static void dropped(TopicPartition partition, IllegalStateException e) {
        log.atDebug()
                .addKeyValue("topic", partition.topic())
                .addKeyValue("partition", partition.partition())
                .addKeyValue("error", e.getMessage())
                .log("the consumer has dropped the partition already");
    }
}
