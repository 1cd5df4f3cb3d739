package dev.brine.bench.pipeline;

import dev.brine.broker.EmbeddedBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * One lane, once, through a topic of its own.
 *
 * @param produced the way in
 * @param consumed the way out
 */
record Round(Pace produced, Pace consumed) {

    /** What one record took, sent and then read. */
    double seconds() {
        return 1 / produced.rate() + 1 / consumed.rate();
    }

    static Round of(Lane lane, Road road) {
        road.broker().createTopic(road.topic(), Road.PARTITIONS);
        try {
            Pages.touch(road.bytes());
            Pace produced = lane.outbound().send(road, lane.values());
            return new Round(produced, lane.inbound().read(road));
        } finally {
            delete(road.broker(), road.topic());
        }
    }

    private static void delete(EmbeddedBroker broker, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot delete " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
