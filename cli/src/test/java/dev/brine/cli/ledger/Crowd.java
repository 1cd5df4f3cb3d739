package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Many clients of one topic, each on a thread and with requests one behind the other. No record is sent twice, so that what an
 * answer says of it can be held against the topic.
 */
final class Crowd implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the gateway has for a request, {@code http.deadline}, and a slow machine's part. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** Codes that say that a record is not in the topic. */
    private static final Set<Integer> NOT_SENT = Set.of(429, 42901, 503, 50301, 50302);

    private static final int UNKNOWN = 50401;

    private final Account account;
    private final URI url;
    private final List<Member> members;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Map<Integer, AtomicInteger> answers = new ConcurrentSkipListMap<>();
    private final AtomicLong longest = new AtomicLong();

    Crowd(String topic, int port, int size, Random random) {
        this.account = new Account(topic);
        this.url = URI.create("http://127.0.0.1:" + port + "/topics/" + topic + "/records");
        this.members = IntStream.range(0, size)
                .mapToObj(i -> new Member(i, new Random(random.nextLong())))
                .toList();
    }

    void start() {
        members.forEach(Feed::start);
    }

    void stop() throws InterruptedException {
        members.forEach(Feed::stop);
        for (Member member : members) {
            member.join(LONGEST.multipliedBy(2));
        }
    }

    void check() {
        members.forEach(Feed::check);
    }

    /** How many requests of each client were answered 200. */
    List<Integer> taken() {
        return members.stream().map(member -> member.taken.get()).toList();
    }

    /** How often this status was answered. */
    int answered(int status) {
        return answers.getOrDefault(status, new AtomicInteger()).get();
    }

    void audit(List<Row> rows) {
        account.acknowledgedIsThere(rows);
        account.acknowledgedInOrder();
        account.noMoreThanOffered(rows);
        assertThat(rows)
                .as("in %s though the answer was that it was not sent", account.topic())
                .noneMatch(row -> refused.contains(row.id()));
    }

    @Override
    public String toString() {
        return account + ", answers " + answers + ", the longest took " + longest.get() / 1_000_000 + " ms";
    }

    @Override
    public void close() throws Exception {
        members.forEach(Feed::stop);
        for (Member member : members) {
            member.close();
        }
    }

    private final class Member extends Feed {

        private final HttpClient client = HttpClient.newHttpClient();
        private final AtomicInteger taken = new AtomicInteger();
        private final String name;
        private final Random random;
        private long number;

        Member(int index, Random random) {
            super(Crowd.this.account);
            this.name = "c" + index;
            this.random = random;
        }

        @Override
        void turn() throws IOException, InterruptedException {
            List<String> ids = new ArrayList<>();
            for (int i = random.nextInt(4) == 0 ? 20 : 1; i > 0; i--) {
                ids.add(name + "-" + number++);
            }
            ids.forEach(account::offered);
            long begun = System.nanoTime();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(url)
                            .timeout(LONGEST)
                            .header("Content-Type", "application/x-ndjson")
                            .POST(BodyPublishers.ofString(String.join(
                                    "\n", ids.stream().map(Records::json).toList())))
                            .build(),
                    BodyHandlers.ofString());
            longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
            answers.computeIfAbsent(answer.statusCode(), status -> new AtomicInteger())
                    .incrementAndGet();
            JsonNode body = JSON.readTree(answer.body());
            switch (answer.statusCode()) {
                case 200, 207 -> entries(ids, body.get("offsets"), answer.statusCode() == 200);
                case 429, 503 -> {
                    assertThat(answer.headers().firstValue("Retry-After"))
                            .as(answer.body())
                            .hasValueSatisfying(seconds ->
                                    assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
                    judge(ids, body.get("error_code").asInt(), body.get("message"));
                }
                case 504 -> judge(ids, body.get("error_code").asInt(), body.get("message"));
                default -> throw new AssertionError(answer.statusCode() + ": " + answer.body());
            }
            // Sooner than it was asked for: the load is to go on.
            pause(answer.statusCode() == 200 ? 2 : 100);
        }

        private void entries(List<String> ids, JsonNode entries, boolean all) {
            assertThat(entries).hasSize(ids.size());
            for (int i = 0; i < ids.size(); i++) {
                JsonNode entry = entries.get(i);
                if (entry.get("error_code").isNull()) {
                    account.acknowledged(ids.get(i), entry.get("offset").asLong());
                } else {
                    assertThat(all).as("%s within a 200", entry).isFalse();
                    judge(List.of(ids.get(i)), entry.get("error_code").asInt(), entry.get("error"));
                }
            }
            if (all) {
                taken.incrementAndGet();
            }
        }

        private void judge(List<String> ids, int code, JsonNode message) {
            assertThat(message.asText()).as("message of %d", code).isNotBlank();
            if (NOT_SENT.contains(code)) {
                refused.addAll(ids);
            } else {
                assertThat(code).as(message.asText()).isEqualTo(UNKNOWN);
            }
        }

        @Override
        void audit(List<Row> rows) {
            Crowd.this.audit(rows);
        }
    }
}
