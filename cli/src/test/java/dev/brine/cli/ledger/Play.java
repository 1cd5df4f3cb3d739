package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One stage with a client at every source, from the first record to the audit. */
final class Play implements AutoCloseable {

    private static final int KILLS = Integer.getInteger("brine.ledger.kills", 2);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final long begun = System.nanoTime();
    private final Random random;
    private final Stage stage;
    private final Records records;
    private final List<Feed> feeds;

    /** @param patience how long a producer of Brine tries */
    Play(Path directory, long seed, Duration patience) throws IOException {
        this.random = new Random(seed);
        this.stage = new Stage(directory, Stage.TOPICS);
        this.records = new Records(directory, stage.bootstrap(), Stage.TOPICS);
        ApiFeed api = new ApiFeed("api", part());
        stage.configure(api.url(), patience);
        this.feeds = List.of(
                new HttpFeed("web", stage.httpPort(), part()),
                new TcpFeed("wire", stage.tcpPort(), part()),
                new DirectoryFeed("drop", directory.resolve("in"), part()),
                new TailFeed("log", directory.resolve("app.log"), part()),
                new PollFeed("state", directory.resolve("state.json")),
                api);
    }

    private void note(String what) {
        System.out.println((System.nanoTime() - begun) / 1_000_000 + " ms: " + what);
    }

    private Random part() {
        return new Random(random.nextLong());
    }

    /** What Brine has said on standard error. */
    String said() {
        return stage.said();
    }

    /** Starts everything, and returns when records come by every source. */
    void begin() throws IOException {
        stage.startGateway();
        feeds.forEach(Feed::start);
        awaitMore();
    }

    /** Brine is killed, then the broker, then whichever chance chooses; each in the middle of work. */
    void kills() throws IOException, InterruptedException {
        for (int i = 0; i < KILLS; i++) {
            boolean broker = i == 1 || i > 1 && random.nextBoolean();
            Feed.pause(random.nextInt(1_500));
            note(broker ? "broker is killed" : "Brine is killed");
            if (broker) {
                stage.killBroker();
                Feed.pause(random.nextInt(1_500));
                stage.startBroker();
            } else {
                stage.killGateway();
                Feed.pause(random.nextInt(500));
                stage.startGateway();
            }
            awaitMore();
        }
    }

    /** Brine is told to end while everybody sends, and started again: nothing is left unfinished. */
    void ends() throws IOException, InterruptedException {
        note("Brine is told to end");
        assertThat(stage.endGateway()).as(stage.said()).isZero();
        stage.startGateway();
        awaitMore();
    }

    /** The broker is away for so long that everything that waits for it gives up at least once. */
    void brokerGoesAway(Duration time) throws IOException, InterruptedException {
        note("broker is away");
        stage.killBroker();
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time).untilAsserted(() -> {
            // No JSON: should Kafka answer after all, it is refused as well.
            HttpResponse<String> answer = stage.post("web", "?");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        });
        note("HTTP says so");
        LockSupport.parkNanos(end - System.nanoTime());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stage.ask("/progress")).contains("not-acknowledged"));
        stage.startBroker();
        awaitMore();
    }

    /** Waits until more has come by every source, or all of one that offers nothing more. */
    void awaitMore() {
        note("goes on");
        records.readOn();
        List<Integer> before = sizes();
        await().atMost(PATIENCE).failFast(() -> feeds.forEach(Feed::check)).untilAsserted(() -> {
            records.readOn();
            List<Integer> now = sizes();
            for (int i = 0; i < now.size(); i++) {
                if (hasGivenAll(feeds.get(i))) {
                    continue;
                }
                assertThat(now.get(i))
                        .as("%s gets on; %s", feeds.get(i).account, stage.said())
                        .isGreaterThan(before.get(i));
            }
        });
    }

    private boolean hasGivenAll(Feed feed) {
        return feed.exhausted() && feed.complete(records.of(feed.account.topic()));
    }

    private List<Integer> sizes() {
        return feeds.stream()
                .map(feed -> records.of(feed.account.topic()).size())
                .toList();
    }

    /** Ends the clients, waits until everything has come, and ends Brine as its keeper would. */
    void finish() throws InterruptedException {
        note("ends");
        feeds.forEach(Feed::stop);
        for (Feed feed : feeds) {
            feed.join(PATIENCE);
        }
        note("all is offered");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            records.readOn();
            for (Feed feed : feeds) {
                assertThat(feed.complete(records.of(feed.account.topic())))
                        .as(
                                "all of it is there: %s; %s",
                                feed.account.lacks(records.of(feed.account.topic())), stage.said())
                        .isTrue();
            }
            assertThat(copied()).as("copies").containsAll(ids("web"));
            assertThat(kept()).as("lines of the file").containsAll(offsets("wire"));
        });
        assertThat(stage.endGateway()).as(stage.said()).isZero();
    }

    void audit() throws IOException {
        records.readOn();
        for (Feed feed : feeds) {
            feed.audit(records.of(feed.account.topic()));
        }
        assertThat(copied()).isEqualTo(ids("web"));
        assertThat(kept()).isEqualTo(offsets("wire"));
        try (Stream<Path> left = Files.list(stage.directory().resolve("error"))) {
            assertThat(left).as("files with faults").isEmpty();
        }
        note("audited");
        System.out.println(feeds.stream()
                .map(feed ->
                        feed.account + ", " + records.of(feed.account.topic()).size() + " there")
                .collect(Collectors.joining("\n")));
    }

    private Set<String> ids(String topic) {
        return records.of(topic).stream().map(Row::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<Long> offsets(String topic) {
        return records.of(topic).stream().map(Row::offset).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> copied() {
        return ids("copy");
    }

    /** The offsets in the files of the worker with a file as its sink. */
    private Set<Long> kept() throws IOException {
        Set<Long> kept = new TreeSet<>();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(stage.directory().resolve("out"))) {
            all.filter(file -> file.getFileName().toString().startsWith("kept")).forEach(files::add);
        }
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                JsonNode node = JSON.readTree(line);
                kept.add(node.get("offset").asLong());
            }
        }
        return kept;
    }

    @Override
    public void close() throws Exception {
        for (Feed feed : feeds) {
            feed.close();
        }
        records.close();
        stage.close();
    }
}
