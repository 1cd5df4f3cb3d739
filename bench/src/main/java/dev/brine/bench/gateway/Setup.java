package dev.brine.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The gateway's configuration: who writes what where. */
final class Setup {

    static final List<String> TOPICS = List.of("single", "batch", "frames");
    static final int PARTITIONS = 4;

    private final int http = free();
    private final int tcp = free();
    private final int management = free();

    InetSocketAddress http() {
        return local(http);
    }

    InetSocketAddress tcp() {
        return local(tcp);
    }

    /** Such as {@code http://127.0.0.1:8080/topics}. */
    String url(String path) {
        return "http://127.0.0.1:" + http + path;
    }

    String management(String path) {
        return "http://127.0.0.1:" + management + path;
    }

    /** @param folder where the file is to be */
    Path write(Path folder, String brokers, String upstream) throws IOException {
        return Files.writeString(
                folder.resolve("gateway.yml"), """
                kafka: {bootstrap.servers: "%s"}
                registry: ["classpath:avro"]
                management: "127.0.0.1:%d"
                listen: "127.0.0.1:%d"
                http: {connections-per-address: 0}
                bindings:
                  single: {subject: order-value}
                  batch: {subject: order-value}
                  frames: {subject: order-value}
                forward:
                  - path: /forward/weather
                    upstream: "%s"
                    cache: {soft: 1h, hard: 2h}
                sources:
                  - name: frames
                    type: tcp
                    listen: "127.0.0.1:%d"
                    topic: frames
                    framing: line
                    codec: json
                    answer: ack
                    connections: 12000
                    connections-per-address: 12000
                """.formatted(brokers, management, http, upstream, tcp), UTF_8);
    }

    static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }
}
