package dev.brine.cli.kafka;

import dev.brine.cli.CliException;
import dev.brine.cli.config.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why no broker answered: the address is wrong, nothing listens, something else listens, or the broker
 * advertises an address that this machine cannot reach, which is the commonest mistake with containers.
 */
final class Diagnosis {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Diagnosis() {}

    static CliException of(Settings settings, Duration waited) {
        String bootstrap = settings.bootstrap();
        CliException error =
                CliException.unreachable("no broker answered at " + bootstrap + " within " + waited.toSeconds() + " s");
        boolean plain = settings.get("security.protocol")
                .map(protocol -> protocol.toUpperCase(Locale.ROOT).equals("PLAINTEXT"))
                .orElse(true);
        for (String address : bootstrap.split(",", -1)) {
            InetSocketAddress at = address(address.strip());
            String fault = at == null ? "'" + address + "' is not HOST:PORT" : connect(at);
            if (fault == null && at != null) {
                return plain ? behind(error, at) : error.because(at + " accepts connections but the handshake failed");
            }
            error = error.because(fault)
                    .trying("check -b (this address came from " + settings.origin(Settings.BOOTSTRAP)
                            + "), or start a broker with 'brine up'");
        }
        return error;
    }

    /** Something accepts connections: asks it which addresses its brokers advertise and tries those. */
    private static CliException behind(CliException error, InetSocketAddress at) {
        List<InetSocketAddress> advertised;
        try {
            advertised = AdvertisedListeners.ask(at, PATIENCE);
        } catch (IOException e) {
            return error.because(text(at) + " accepts connections but does not answer as a Kafka broker in plain text")
                    .trying(
                            "is it TLS or SASL? set security.protocol with -X or -F; is it another service? check the port")
                    .causedBy(e);
        }
        for (InetSocketAddress listener : advertised) {
            String fault = connect(listener);
            if (fault != null) {
                return error.because("the broker at " + text(at) + " advertises the listener " + text(listener)
                                + ", and from here " + fault)
                        .trying("set the broker's advertised.listeners to an address that this machine reaches");
            }
        }
        return error.because("the broker at " + text(at) + " answers, but too slowly");
    }

    /** Why no connection can be made, or null if it can. */
    private static @Nullable String connect(InetSocketAddress at) {
        InetSocketAddress resolved = new InetSocketAddress(at.getHostString(), at.getPort());
        if (resolved.isUnresolved()) {
            return "the host name " + at.getHostString() + " is unknown";
        }
        try (Socket socket = new Socket()) {
            socket.connect(resolved, (int) PATIENCE.toMillis());
            return null;
        } catch (SocketTimeoutException e) {
            return text(at) + " does not answer";
        } catch (ConnectException e) {
            return "nothing listens at " + text(at);
        } catch (UnknownHostException e) {
            return "the host name " + at.getHostString() + " is unknown";
        } catch (IOException e) {
            return text(at) + " cannot be reached: " + e.getMessage();
        }
    }

    private static @Nullable InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return colon < 1
                    ? null
                    : InetSocketAddress.createUnresolved(
                            text.substring(0, colon).replaceAll("^\\[|]$", ""),
                            Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String text(InetSocketAddress at) {
        return at.getHostString() + ":" + at.getPort();
    }
}
