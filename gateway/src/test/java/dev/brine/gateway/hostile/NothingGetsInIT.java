package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.gateway.client.StubServer;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All attacks at once on one gateway, while clients that do as they should go on: each is refused with its code, the heap is
 * afterwards what it was, and the others notice little. {@code -Dbrine.hostile.seconds=600} makes it last,
 * {@code -Dbrine.hostile.idle=10000} says how many connections do nothing.
 */
@BrineBroker
@Timeout(900)
final class NothingGetsInIT {

    private static final Logger LOG = LoggerFactory.getLogger(NothingGetsInIT.class);
    private static final int SECONDS = Integer.getInteger("brine.hostile.seconds", 6);
    private static final int IDLE = Math.min(Integer.getInteger("brine.hostile.idle", 10_000), mostConnections());
    // What others do on the machine at the same time counts too.
    private static final long P99_MILLIS = Integer.getInteger("brine.hostile.p99", 2_000);
    private static final long HEAP_GROWTH = 32L << 20;

    /** For 10,000 idle connections and all that is let in at a time; eight runs took 40 to 57 MiB. */
    private static final long HEAP_UNDER_ATTACK = 256L << 20;

    private static final String BUSY = "503 503";
    private static final String JSON = "application/json";
    private static final String PICKLE = "application/x-python-serialize";
    private static final byte[] THOUSAND = "x".repeat(1_000).getBytes(UTF_8);
    private static final String[] TOKEN = {"Authorization", "Bearer good"};
    private static final String HEAD_OF_A_POST = " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
            + "Content-Type: application/json\r\nConnection: close\r\n";

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final List<Attack> attacks = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();
    private volatile boolean attacking = true;
    private volatile boolean working = true;
    private StubServer upstream;
    private Whole whole;
    private Process idle;
    private String topic;
    private int framed;
    private int lined;
    private int crowded;

    @BeforeEach
    void start(@BrineTopic String name) throws Exception {
        topic = name;
        upstream = new StubServer((seen, out) -> {
            switch (seen.uri().getPath()) {
                case "/bomb" -> StubServer.send(out, 200, Bombs.GZIP, "Content-Type", JSON, "Content-Encoding", "gzip");
                case "/nested" ->
                    StubServer.send(out, 200, Bombs.GZIP_TWICE, "Content-Type", JSON, "Content-Encoding", "gzip, gzip");
                case "/away" -> StubServer.send(out, 302, new byte[0], "Location", "http://169.254.169.254/latest");
                case "/large" -> {
                    out.getResponseHeaders().add("Content-Type", JSON);
                    out.sendResponseHeaders(200, 900_002);
                    // In parts, or the JDK's server would keep it all for the sake of its connection.
                    out.getResponseBody().write('"');
                    for (int i = 0; i < 900; i++) {
                        out.getResponseBody().write(THOUSAND);
                    }
                    out.getResponseBody().write('"');
                }
                default -> StubServer.send(out, 200, "7".getBytes(UTF_8), "Content-Type", JSON);
            }
        });
        Files.writeString(
                directory.resolve("tokens"),
                Whole.line("good", "g produce:" + topic + " consume:" + topic + " forward:*")
                        + Whole.line("poor", "p produce:poor concurrent=1"));
        framed = Whole.freePort();
        lined = Whole.freePort();
        crowded = Whole.freePort();
        // All of them come from one address.
        whole = new Whole(broker, directory, topic, """
                tokens: tokens
                http: {max-body: 1MiB, bodies-in-flight: 16MiB, connections-per-address: 0}
                sources:
                  - {type: tcp, name: framed, listen: "127.0.0.1:%d", topic: %s, framing: length4be, answer: ack,
                     max-frame: 64KiB, frame-deadline: 2s}
                  - {type: tcp, name: lined, listen: "127.0.0.1:%d", topic: %s, answer: ack, max-frame: 64KiB}
                  - {type: tcp, name: crowded, listen: "127.0.0.1:%d", topic: %s, connections-per-address: 20}
                forward:
                  - {path: /forward/kept, upstream: "%s", cache: {}}
                  - {path: /forward/up, upstream: "%s", max-body: 1MiB, redirects: 5, timeout: 25s,
                     circuit: {failures: 1000, pause: 1ms}}
                """.formatted(
                        framed, topic, lined, topic, crowded, topic, upstream.url(""), upstream.url("")));
    }

    @AfterEach
    void stop() throws Exception {
        working = false;
        attacking = false;
        pool.shutdown();
        boolean unused = pool.awaitTermination(20, TimeUnit.SECONDS);
        for (Socket socket : open) {
            socket.close();
        }
        if (idle != null) {
            idle.destroyForcibly();
        }
        whole.close();
        upstream.close();
    }

    @Test
    void allAttacksAtOnceAreRefusedWhileOthersAreServedAndTheHeapStaysAsItWas(TestReporter reporter) throws Exception {
        // Given: clients that do as they should, for long enough to be warm
        Latencies posting =
                client(() -> status(200, whole.post("/topics/" + topic + "/records", JSON, order(), TOKEN)));
        Latencies reading = client(() -> status(200, whole.get("/forward/kept/x", TOKEN)));
        Socket frames = keep(Raw.connect(framed));
        Latencies sending = client(() -> frame(frames));
        List<Latencies> clients = List.of(posting, reading, sending);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> posting.count() > 100 && sending.count() > 100);
        long heap = heap();
        int[] calm = counts(clients);

        // When
        int connections = openIdle();
        httpAttacks();
        tcpAttacks();
        List<Socket> heads = drip(whole.port(), 50, "GET /topics/x HTTP/1.1\r\nHost: x\r\nX: ");
        List<Socket> bodies = drip(
                whole.port(),
                20,
                "POST /topics/" + topic + "/records" + HEAD_OF_A_POST + "Content-Length: 4000\r\n\r\n");
        List<Socket> takers = takers();
        List<Socket> slowFrames = drip(framed, 10, "\0\0\u0004\0");
        List<Future<?>> running = new ArrayList<>();
        attacks.forEach(attack -> running.add(pool.submit(attack)));
        LockSupport.parkNanos(Duration.ofSeconds(SECONDS).toNanos());
        long under = heap();
        attacking = false;
        for (Future<?> one : running) {
            one.get(120, TimeUnit.SECONDS);
        }

        // Then: what is slow is ended, by its deadline
        for (Socket socket : slowFrames) {
            assertThat(Raw.rest(socket)).isEmpty();
        }
        for (Socket socket : bodies) {
            assertThat(Raw.rest(socket)).startsWith("HTTP/1.1 408").contains("\"error_code\":408");
        }
        for (Socket socket : heads) {
            assertThat(Raw.rest(socket)).doesNotContain("200");
        }
        int[] attacked = counts(clients);
        working = false;
        report(reporter, clients, calm, attacked, connections, heap, under);
        for (Socket socket : takers) {
            socket.close();
        }
        outcomes(reporter);
        for (Latencies one : clients) {
            assertThat(one.failures).isEmpty();
            int which = clients.indexOf(one);
            assertThat(one.p99(calm[which], attacked[which]))
                    .isLessThan(P99_MILLIS + 3 * one.p99(calm[which] / 2, calm[which]));
            // On a machine that has too much to do, some are told to come again.
            assertThat(one.busy()).isLessThan(one.count() / 4);
        }
        assertThat(connections).isEqualTo(IDLE);
        assertThat(under - heap).isLessThan(HEAP_UNDER_ATTACK);
        idle.destroy();
        assertThat(idle.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(heap() - heap).isLessThan(HEAP_GROWTH));
        assertThat(whole.meters.get("brine.gateway.bytes").gauge().value()).isZero();
    }

    // ---- who does as he should

    private Latencies client(Latencies.Request request) {
        Latencies made = new Latencies(() -> working, request);
        pool.execute(made);
        return made;
    }

    private static byte[] order() {
        return "{\"id\":\"good\"}".getBytes(UTF_8);
    }

    private static String status(int wanted, HttpResponse<String> answer) {
        if (answer.statusCode() == 503
                && answer.headers().firstValue("retry-after").isPresent()) {
            return Latencies.BUSY;
        }
        return answer.statusCode() == wanted ? null : answer.statusCode() + " " + answer.body();
    }

    private static String frame(Socket socket) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        byte[] order = order();
        out.writeInt(order.length);
        out.write(order);
        byte[] head = socket.getInputStream().readNBytes(4);
        if (head.length < 4) {
            return "hung up";
        }
        String answer = new String(socket.getInputStream().readNBytes(head[3]), UTF_8);
        return answer.startsWith("ok ") ? null : answer;
    }

    // ---- who does not

    private void http(String name, Attack.Attempt attempt) {
        attacks.add(new Attack(name, () -> attacking, attempt));
    }

    private void httpAttacks() {
        String records = "/topics/" + topic + "/records";
        http("no token", i -> said(whole.post(records, JSON, order())));
        http("wrong token", i -> said(whole.post(records, JSON, order(), "Authorization", "Bearer " + i)));
        http("another's topic", i -> said(whole.post(records, JSON, order(), "Authorization", "Bearer poor")));
        http(
                "oversize, announced",
                i -> raw("POST " + records + HEAD_OF_A_POST + "Content-Length: 1000000000\r\n\r\n"));
        http("oversize, sent", i -> said(whole.post(records, JSON, new byte[3 << 20], TOKEN)));
        http(
                "chunks without end",
                i -> endless("POST " + records + HEAD_OF_A_POST + "Transfer-Encoding: chunked\r\n\r\n"));
        http("gzip bomb", i -> said(encoded(records, JSON, i % 2 == 0 ? "gzip" : "gzip, gzip", Bombs.GZIP)));
        http("gzip bomb to a route", i -> said(encoded("/forward/up/x", JSON, "deflate", Bombs.GZIP_TWICE)));
        http("pickle", i -> said(whole.post(records, PICKLE, of(Bombs.PICKLES, i), TOKEN)));
        http("pickle to a route", i -> said(whole.post("/forward/up/x", PICKLE, of(Bombs.PICKLES, i), TOKEN)));
        http(
                "avro",
                i -> said(whole.post(
                        records,
                        "avro/binary",
                        of(Bombs.AVRO, i),
                        "Authorization",
                        "Bearer good",
                        "Brine-Schema-Id",
                        "1")));
        http("json", i -> said(whole.post(records, JSON, of(Bombs.JSON, i), TOKEN)));
        http("answer that is a bomb", i -> said(whole.get("/forward/up/bomb", TOKEN)));
        http("answer that is packed twice", i -> said(whole.get("/forward/up/nested", TOKEN)));
        http("answer that leads away", i -> {
            HttpResponse<String> answer = whole.get("/forward/up/away", TOKEN);
            return said(answer) + (answer.headers().firstValue("location").isPresent() ? " location" : "");
        });
        http("path that leads up", i -> raw("GET /forward/up/..%2f..%2fsecret" + HEAD_OF_A_POST + "\r\n"));
        http(
                "two lengths",
                i -> raw("POST " + records + HEAD_OF_A_POST
                        + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }

    private void tcpAttacks() {
        http("frame of 2 GiB", i -> frames(framed, "\u007f\u00ff\u00ff\u00ffx"));
        http("frame of negative length", i -> frames(framed, "\u00ff\u00ff\u00ff\u00fex"));
        http("HTTP where frames are", i -> frames(framed, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
        http("TLS where frames are", i -> frames(framed, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc"));
        http("line without end", i -> frames(lined, "x".repeat(100_000)));
        http("json on a line", i -> line("[".repeat(60_000) + "\n"));
        http("crowd", i -> crowd());
    }

    private static final Map<String, Set<String>> EXPECTED = Map.ofEntries(
            Map.entry("no token", Set.of("401 40101")),
            Map.entry("wrong token", Set.of("401 40101")),
            Map.entry("another's topic", Set.of("403 40301")),
            Map.entry("oversize, announced", Set.of("413 413")),
            Map.entry("oversize, sent", Set.of("413 413")),
            Map.entry("chunks without end", Set.of("413 413", "hung up")),
            Map.entry("gzip bomb", Set.of("415 415")),
            Map.entry("gzip bomb to a route", Set.of("415 415")),
            Map.entry("pickle", Set.of("422 42206", "422 42207")),
            Map.entry("pickle to a route", Set.of("422 42205", "400 40001")),
            Map.entry("avro", Set.of("422 42206")),
            Map.entry("json", Set.of("400 40001", "422 42203", "422 42207")),
            Map.entry("answer that is a bomb", Set.of("502 502", "502 50201")),
            Map.entry("answer that is packed twice", Set.of("502 502", "502 50201")),
            Map.entry("answer that leads away", Set.of("302 ")),
            Map.entry("path that leads up", Set.of("400 40001")),
            Map.entry("two lengths", Set.of("400 400")),
            Map.entry("frame of 2 GiB", Set.of("")),
            Map.entry("frame of negative length", Set.of("")),
            Map.entry("HTTP where frames are", Set.of("")),
            Map.entry("TLS where frames are", Set.of("")),
            Map.entry("line without end", Set.of("")),
            Map.entry("json on a line", Set.of("err 40001", "err 42203")),
            Map.entry("crowd", Set.of("20 of 40")));

    private void outcomes(TestReporter reporter) {
        for (Attack attack : attacks) {
            reporter.publishEntry(attack.name, attack.said().toString());
            Map<String, Long> counts = attack.said();
            Set<String> said = new HashSet<>(counts.keySet());
            // Whoever comes when there is too much to do is not even looked at.
            said.remove(BUSY);
            assertThat(counts.getOrDefault(BUSY, 0L))
                    .as("refusals of %s for want of time", attack.name)
                    .isLessThanOrEqualTo(
                            counts.values().stream().mapToLong(Long::longValue).sum() / 2);
            assertThat(said).as(attack.name).isNotEmpty().isSubsetOf(EXPECTED.get(attack.name));
        }
        assertThat(upstream.seen)
                .extracting(seen -> seen.uri().getPath())
                .isSubsetOf("/x", "/bomb", "/nested", "/away", "/large");
    }

    private static byte[] of(List<byte[]> bombs, int number) {
        return bombs.get(number % bombs.size());
    }

    private HttpResponse<String> encoded(String path, String type, String encoding, byte[] body) throws Exception {
        return whole.post(path, type, body, "Authorization", "Bearer good", "Content-Encoding", encoding);
    }

    private static String said(HttpResponse<String> answer) {
        return answer.statusCode() + " " + code(answer.body());
    }

    private static String code(String body) {
        int at = body.indexOf("\"error_code\":");
        return at < 0 ? "" : body.substring(at + 13).replaceAll("[^0-9].*", "");
    }

    private String raw(String request) {
        return whole(Raw.exchange(whole.port(), request));
    }

    private static String whole(String answer) {
        return answer.length() < 12 ? answer : answer.substring(9, 12) + " " + code(answer);
    }

    /** Sends chunks until something is said. */
    private String endless(String head) throws IOException {
        try (Socket socket = Raw.connect(whole.port())) {
            Raw.send(socket, head);
            byte[] chunk = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(US_ASCII);
            OutputStream out = socket.getOutputStream();
            try {
                for (int i = 0; i < 10_000 && socket.getInputStream().available() == 0; i++) {
                    out.write(chunk);
                }
            } catch (IOException e) {
                // Who never ends to send may miss what is said.
                return "hung up";
            }
            return whole(new String(socket.getInputStream().readNBytes(300), ISO_8859_1));
        }
    }

    private static String frames(int port, String bytes) throws IOException {
        try (Socket socket = Raw.connect(port)) {
            try {
                Raw.send(socket, bytes);
            } catch (IOException e) {
                return "";
            }
            return Raw.rest(socket);
        }
    }

    private String line(String text) throws IOException {
        try (Socket socket = Raw.connect(lined)) {
            Raw.send(socket, text);
            String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
            return answer == null ? "hung up" : answer.substring(0, Math.min(9, answer.length()));
        }
    }

    /** Forty connections of one address, where twenty may be. */
    private String crowd() throws IOException {
        Awaitility.await().until(() -> inside("crowded") == 0);
        double before = whole.closed("crowded", "connections-of-address");
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                sockets.add(Raw.connect(crowded));
            }
            Awaitility.await().until(() -> whole.closed("crowded", "connections-of-address") - before >= 20);
            return (int) inside("crowded") + " of 40";
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private double inside(String source) {
        return whole.meters
                .get("brine.gateway.tcp.connections")
                .tag("source", source)
                .gauge()
                .value();
    }

    /** Connections that begin something and go on with it a byte at a time. */
    private List<Socket> drip(int port, int number, String begin) throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Socket socket = keep(Raw.connect(port));
            Raw.send(socket, begin);
            slow.add(socket);
        }
        pool.execute(() -> {
            for (int i = 0; i < 60 && working; i++) {
                slow.forEach(NothingGetsInIT::more);
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            }
        });
        return slow;
    }

    private static void more(Socket socket) {
        try {
            socket.getOutputStream().write('x');
        } catch (IOException e) {
            // Its connection has ended, which is looked at where it is read.
            LOG.atTrace().log("ended");
        }
    }

    /** Connections that ask for much and take nothing. */
    private List<Socket> takers() throws IOException {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Socket socket = keep(new Socket());
            socket.setReceiveBufferSize(4 << 10);
            socket.connect(new InetSocketAddress("127.0.0.1", whole.port()));
            Raw.send(socket, "GET /forward/up/large HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n\r\n");
            all.add(socket);
        }
        return all;
    }

    /** Connections that do nothing, of a program that has files of its own to open. */
    private int openIdle() throws Exception {
        Path classes = Path.of(IdleClients.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        idle = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes.toString(),
                        IdleClients.class.getName(),
                        String.valueOf(whole.port()),
                        String.valueOf(IDLE))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return Integer.parseInt(idle.inputReader(UTF_8).readLine().strip());
    }

    private Socket keep(Socket socket) {
        open.add(socket);
        return socket;
    }

    /** As many as the files that this process may have open allow, with some left for the others. */
    private static int mostConnections() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount() - 2_000)
                : 1_000;
    }

    // ---- figures

    private static int[] counts(List<Latencies> clients) {
        return clients.stream().mapToInt(Latencies::count).toArray();
    }

    /**
     * What a full collection has left, by the collector's own count: what is in use when this thread goes on is anything that the
     * attackers have allocated since.
     */
    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    private static void report(
            TestReporter reporter,
            List<Latencies> clients,
            int[] calm,
            int[] attacked,
            int connections,
            long before,
            long under) {
        List<String> names = List.of("http", "cached", "tcp");
        for (int i = 0; i < names.size(); i++) {
            reporter.publishEntry(
                    names.get(i),
                    "p99 %d ms of %d before, %d ms of %d under attack"
                            .formatted(
                                    clients.get(i).p99(calm[i] / 2, calm[i]),
                                    calm[i] - calm[i] / 2,
                                    clients.get(i).p99(calm[i], attacked[i]),
                                    attacked[i] - calm[i]));
        }
        reporter.publishEntry(
                "heap",
                "%d MiB before, %d MiB under attack with %d idle connections"
                        .formatted(before >> 20, under >> 20, connections));
    }
}
