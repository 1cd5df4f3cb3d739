package dev.brine.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers over one topic, one of which is killed while eight clients register through both. */
@BrineBroker
@Timeout(400)
class TwoServersIT {

    private static final int CLIENTS = 8;
    private static final int EACH = 125;
    private static final int KILL_AFTER = 400;
    private static final long SEED = 20261121;

    private EmbeddedBroker broker;

    private final String topic = "schemas-" + UUID.randomUUID();

    @TempDir
    private Path directory;

    @Test
    void noIdIsGivenTwiceAndSameContentHasOneIdThoughOneIsKilled() throws Exception {
        Map<String, Set<Integer>> idsOfContent = new ConcurrentHashMap<>();
        AtomicInteger done = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (Serving first = serve();
                Serving second = serve()) {
            // Given: clients that register 1,000 schemas, half of them the same for all clients
            List<Callable<Void>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int me = client;
                clients.add(() -> {
                    Random random = new Random(SEED + me);
                    for (int i = 0; i < EACH; i++) {
                        boolean same = i % 2 == 0;
                        String name = same ? "Same" + i : "Of" + me + "n" + i;
                        int id = register(random, List.of(first, second), "s-" + name, schema(name));
                        idsOfContent
                                .computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet())
                                .add(id);
                        if (done.incrementAndGet() == KILL_AFTER) {
                            second.process().kill();
                        }
                    }
                    return null;
                });
            }

            // When
            for (Future<Void> one : threads.invokeAll(clients)) {
                one.get();
            }

            // Then
            assertThat(second.process().alive()).isFalse();
            int contents = (EACH + 1) / 2 + CLIENTS * (EACH / 2);
            assertThat(idsOfContent).hasSize(contents);
            assertThat(idsOfContent.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
            Set<Integer> all = new HashSet<>();
            idsOfContent.values().forEach(all::addAll);
            assertThat(all).hasSize(contents);
            try (Serving third = serve()) {
                Awaitility.await()
                        .untilAsserted(() -> assertThat(third.json("/schemas")).isEqualTo(first.json("/schemas")));
                JsonNode stored = first.json("/schemas?deleted=true");
                assertThat(stored).hasSize(contents);
                Map<String, Integer> told = new HashMap<>();
                stored.forEach(one -> told.put(
                        one.path("subject").asText().substring(2),
                        one.path("id").asInt()));
                idsOfContent.forEach((name, ids) -> assertThat(ids).as(name).containsExactly(told.get(name)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** As a client with both addresses does: one of them, and the other when it does not answer. */
    private static int register(Random random, List<Serving> servers, String subject, String schema)
            throws InterruptedException {
        int at = random.nextInt(2);
        for (int tries = 0; tries < 60; tries++) {
            int id = servers.get((at + tries) % 2).register(subject, schema);
            if (id > 0) {
                return id;
            }
        }
        throw new AssertionError("no server takes " + subject + ", seed " + SEED);
    }

    private Serving serve() throws Exception {
        return Serving.start(directory, "-b", broker.bootstrapServers(), "--topic", topic, "--writable");
    }

    private static String schema(String name) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";
    }
}
