package dev.brine.gateway.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/**
 * What a listener wants to see of its clients. A certificate that is shown must be signed by one of the authorities and be
 * valid now, else the handshake fails, whether one is needed or not.
 *
 * @param authorities their certificates, in PEM
 */
public record ClientCertificates(Path authorities, Need need) {

    /** Whether a client without a certificate is let in. */
    public enum Need {
        /** It is not. */
        REQUIRED,
        /** It is. */
        OPTIONAL
    }

    public ClientCertificates {
        requireNonNull(authorities, "authorities");
        requireNonNull(need, "need");
    }

    /** @throws IllegalArgumentException if the file cannot be read or has no certificate */
    KeyStore load() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int count = 0;
            try (var in = Files.newInputStream(authorities)) {
                for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("ca-" + count++, one);
                }
            }
            if (count == 0) {
                throw new IllegalArgumentException(authorities + " has no certificate in PEM");
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the certificates of " + authorities + " cannot be used: " + e.getMessage(), e);
        }
    }
}
