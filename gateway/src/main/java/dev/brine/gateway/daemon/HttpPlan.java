package dev.brine.gateway.daemon;

import dev.brine.gateway.access.AccessFile;
import dev.brine.gateway.access.Allowance;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.config.HostPort;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.forward.ForwardSettings;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.http.ServerTls;
import dev.brine.gateway.server.GatewayServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The HTTP face as the configuration has it.
 *
 * @param listen where
 * @param tls empty for plain HTTP
 * @param tokens who may come in; empty for everybody
 * @param maxBody of a request, in bytes
 * @param bodiesInFlight bytes of all bodies together
 * @param connections at once
 * @param connectionsPerAddress at once, of one address; 0 for any number
 * @param perAddress what may be asked from one address
 * @param streams of events at once
 * @param forward what is passed on, and where
 */
record HttpPlan(
        HostPort listen,
        Optional<ServerTls> tls,
        Optional<AccessFile> tokens,
        int maxBody,
        long bodiesInFlight,
        Duration deadline,
        int connections,
        int connectionsPerAddress,
        Allowance perAddress,
        int streams,
        List<ForwardSettings> forward) {

    private static final long LARGEST = 256L << 20;

    /** Reads what belongs to it; empty if the file has no {@code listen}, and then the rest must not be there either. */
    static Optional<HttpPlan> from(ConfigFile file) {
        ConfigFile.Listening listening = file.listening();
        Section http = listening.http();
        int maxBody = (int) http.size("max-body", GatewayServer.MAX_BODY, 1, LARGEST);
        Section address = http.sectionOrEmpty("per-address");
        HttpPlan plan = new HttpPlan(
                listening.address().orElse(new HostPort("127.0.0.1", 0)),
                listening.tls().flatMap(ServerTls::from),
                listening.tokens().flatMap(path -> tokens(file, path)),
                maxBody,
                Math.max(
                        maxBody,
                        http.size("bodies-in-flight", HttpSettings.DEFAULT_BODIES_IN_FLIGHT, 1 << 20, 64L << 30)),
                http.duration("deadline", HttpSettings.DEFAULT_DEADLINE, Duration.ofSeconds(1), Duration.ofMinutes(10)),
                http.number("connections", GatewayServer.CONNECTIONS, 1, 1_000_000),
                http.number("connections-per-address", GatewayServer.CONNECTIONS_PER_ADDRESS, 0, 1_000_000),
                new Allowance(address.number("rate", 0, 0, 1_000_000), address.number("concurrent", 0, 0, 1_000_000)),
                http.number("streams", 256, 1, 100_000),
                forward(file.forward()));
        address.done();
        http.done();
        if (file.has("listen")) {
            return Optional.of(plan);
        }
        without(file, "tls", listening.tls().isPresent());
        without(file, "tokens", listening.tokens().isPresent());
        without(file, "forward", !file.forward().isEmpty());
        return Optional.empty();
    }

    HttpPlan listening(HostPort address) {
        return new HttpPlan(
                address,
                tls,
                tokens,
                maxBody,
                bodiesInFlight,
                deadline,
                connections,
                connectionsPerAddress,
                perAddress,
                streams,
                forward);
    }

    /** The settings of the face, its address looked up. */
    HttpSettings settings() {
        HttpSettings settings = GatewayServer.listening(listen.resolve())
                .withMaxBody(maxBody)
                .withBodiesInFlight(bodiesInFlight)
                .withDeadline(deadline)
                .withConnections(connections)
                .withConnectionsPerAddress(connectionsPerAddress);
        return tls.map(settings::withTls).orElse(settings);
    }

    private static List<ForwardSettings> forward(List<Section> sections) {
        List<ForwardSettings> routes = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (Section section : sections) {
            int before = section.mistakes();
            ForwardSettings route = ForwardSettings.from(section);
            if (section.mistakes() == before && (route.path() + "/").startsWith("/topics/")) {
                section.mistake("path", "/topics is where the topics are");
            }
            if (section.mistakes() == before && !paths.add(route.path())) {
                section.mistake("path", "is the path of another route too");
            }
            routes.add(route);
        }
        return routes;
    }

    private static void without(ConfigFile file, String key, boolean given) {
        if (given) {
            file.mistake(key, "has no use without listen, the address to serve on");
        }
    }

    private static Optional<AccessFile> tokens(ConfigFile file, Path path) {
        try {
            return Optional.of(AccessFile.open(path));
        } catch (IllegalArgumentException e) {
            file.mistake("tokens", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
