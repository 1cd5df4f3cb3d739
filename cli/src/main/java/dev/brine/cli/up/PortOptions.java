package dev.brine.cli.up;

import dev.brine.cli.CliException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a development environment listens, always on 127.0.0.1. */
final class PortOptions {

    static final String HOST = "127.0.0.1";

    private static final int LOGS = 9020;
    private static final int LINES = 9021;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "The broker's port, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int broker;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "The schema registry's port, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int registry;

    @Option(
            names = "--gateway-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The gateway's HTTP port, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int gateway;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "9464",
            description =
                    "Port of /metrics, /livez, /readyz and /progress, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int management;

    @Option(
            names = "--logs-port",
            paramLabel = "PORT",
            description = "TCP port for records of Python's logging, which go to the topic logs. Default: " + LOGS
                    + ", or a free one with --gateway-port 0.")
    private @Nullable Integer logs;

    @Option(
            names = "--lines-port",
            paramLabel = "PORT",
            description = "TCP port for JSON lines, which go to the topic readings. Default: " + LINES
                    + ", or a free one with --gateway-port 0.")
    private @Nullable Integer lines;

    int broker() {
        return broker;
    }

    int registry() {
        return registry;
    }

    int gateway() {
        return gateway;
    }

    int management() {
        return management;
    }

    int logs() {
        return logs != null ? logs : gateway == 0 ? 0 : LOGS;
    }

    int lines() {
        return lines != null ? lines : gateway == 0 ? 0 : LINES;
    }

    /** Whether one of those was given that only the default sources have. */
    boolean ofDefaultSources() {
        return logs != null || lines != null;
    }

    /**
     * Looks whether every port is free, before anything is started.
     *
     * @param defaultSources whether the ports of these are used
     * @throws CliException naming the first that is not, and its option
     */
    void requireFree(boolean defaultSources) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("broker --port", broker);
        ports.put("registry --registry-port", registry);
        ports.put("gateway --gateway-port", gateway);
        ports.put("management --management-port", management);
        if (defaultSources) {
            ports.put("logs --logs-port", logs());
            ports.put("lines --lines-port", lines());
        }
        Map<Integer, String> taken = new LinkedHashMap<>();
        ports.forEach((name, port) -> {
            String[] parts = name.split(" ", 2);
            if (port < 0 || port > 65_535) {
                throw CliException.usage(parts[1] + " must be 0 to 65535: " + port);
            }
            String other = port == 0 ? null : taken.putIfAbsent(port, parts[1]);
            if (other != null) {
                throw CliException.usage(other + " and " + parts[1] + " are both " + port);
            }
            requireFree(parts[0], parts[1], port);
        });
    }

    private static void requireFree(String what, String option, int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getByName(HOST)).close();
        } catch (IOException e) {
            throw CliException.failed("the " + what + " address " + HOST + ":" + port + " cannot be taken")
                    .because(e.getMessage())
                    .trying("choose another port: another " + option + ", or 0 for any free one")
                    .causedBy(e);
        }
    }
}
