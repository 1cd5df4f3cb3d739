package dev.brine.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The released Kafka in a container, on a port that it keeps when it is stopped and started. */
final class KafkaInDocker implements AutoCloseable {

    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final int INSIDE = 9092;

    private final KafkaContainer container;

    private KafkaInDocker(KafkaContainer container) {
        this.container = container;
    }

    static boolean available() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static KafkaInDocker start() throws IOException {
        KafkaContainer container = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withStartupTimeout(Duration.ofMinutes(3));
        container.setPortBindings(List.of(bindAddress() + FreePort.find() + ":" + INSIDE));
        container.start();
        return new KafkaInDocker(container);
    }

    String bootstrapServers() {
        return container.getBootstrapServers();
    }

    /** Stops the broker at once: the shell that the container begins with passes no signal on, so this is a crash. */
    void stop() {
        container
                .getDockerClient()
                .stopContainerCmd(container.getContainerId())
                .withTimeout(1)
                .exec();
    }

    void startAgain() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void close() {
        container.stop();
    }

    // The one address by which the tests reach the engine's ports: this machine, or the bridge when they are themselves
    // in a container. An engine elsewhere chooses for itself.
    private static String bindAddress() {
        String host = DockerClientFactory.instance().dockerHostIpAddress();
        if (host.equals("localhost")) {
            return "127.0.0.1:";
        }
        return host.matches("[0-9.]+") ? host + ":" : "";
    }
}
