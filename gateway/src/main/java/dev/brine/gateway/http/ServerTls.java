package dev.brine.gateway.http;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.config.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * How a listener talks TLS.
 *
 * @param identity what it shows
 * @param clients what it wants to see of its clients; empty if it does not ask
 */
public record ServerTls(PemFiles identity, Optional<ClientCertificates> clients) {

    private static final String CERTIFICATE = "cert";
    private static final String KEY = "key";
    private static final String CLIENT_CA = "client-ca";
    private static final String CLIENT_CERT = "client-cert";

    public ServerTls {
        requireNonNull(identity, "identity");
        requireNonNull(clients, "clients");
    }

    /** Asks clients for nothing. */
    public static ServerTls of(PemFiles identity) {
        return new ServerTls(identity, Optional.empty());
    }

    /**
     * Reads {@code tls: {cert, key, client-ca, client-cert}}, and ends the reading.
     *
     * @return empty after a mistake, which is noted
     */
    public static Optional<ServerTls> from(Section section) {
        int before = section.mistakes();
        PemFiles identity = new PemFiles(section.path(CERTIFICATE), section.path(KEY));
        Optional<Path> authorities = section.optionalPath(CLIENT_CA);
        ClientCertificates.Need need = section.oneOf(CLIENT_CERT, ClientCertificates.Need.REQUIRED);
        section.done();
        if (section.mistakes() == before) {
            readable(section, CERTIFICATE, identity.certificate());
            readable(section, KEY, identity.key());
            authorities.ifPresent(file -> readable(section, CLIENT_CA, file));
            if (authorities.isEmpty() && section.has(CLIENT_CERT)) {
                section.mistake(
                        CLIENT_CERT,
                        "has no use without client-ca, the certificates that sign those of clients: nobody is asked for one");
            }
        }
        return section.mistakes() == before
                ? Optional.of(new ServerTls(identity, authorities.map(file -> new ClientCertificates(file, need))))
                : Optional.empty();
    }

    private static void readable(Section section, String key, Path file) {
        if (!Files.isReadable(file)) {
            section.mistake(key, file.toString(), "a file that can be read");
        }
    }

    /**
     * For Jetty's connectors.
     *
     * @throws IllegalArgumentException if a file cannot be read or is not what it should be; the message says which
     */
    public SslContextFactory.Server context() {
        String password = UUID.randomUUID().toString();
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(identity.load(password.toCharArray()));
        tls.setKeyStorePassword(password);
        clients.ifPresent(wanted -> {
            tls.setTrustStore(wanted.load());
            // Either way one that is shown and not trusted ends the handshake.
            if (wanted.need() == ClientCertificates.Need.REQUIRED) {
                tls.setNeedClientAuth(true);
            } else {
                tls.setWantClientAuth(true);
            }
        });
        return tls;
    }
}
