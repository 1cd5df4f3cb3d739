package dev.brine.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate with its key, as other servers take them.
 *
 * @param certificate the server's certificate in PEM, those that sign it after it
 * @param key its private key in PEM, PKCS#8, without a password
 */
public record PemFiles(Path certificate, Path key) {

    private static final Logger LOG = LoggerFactory.getLogger(PemFiles.class);
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    public PemFiles {
        requireNonNull(certificate, "certificate");
        requireNonNull(key, "key");
    }

    /**
     * @param password protects the key within the store, which never leaves memory
     * @throws IllegalArgumentException if a file cannot be read or is not what it should be; the message says which
     */
    public KeyStore load(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey(), password, certificates());
            return store;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the TLS file " + e.getMessage() + " cannot be read; check its name and its rights", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    certificate + " and " + key + " do not make a TLS identity: " + e.getMessage(), e);
        }
    }

    private Certificate[] certificates() throws IOException, GeneralSecurityException {
        List<? extends Certificate> chain = List.copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate))));
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(certificate + " has no certificate in PEM");
        }
        return chain.toArray(Certificate[]::new);
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        String text = Files.readString(key, US_ASCII);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(key + " has no '" + BEGIN
                    + "'; make one with: openssl pkcs8 -topk8 -nocrypt -in KEY -out " + key.getFileName());
        }
        byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                LOG.atDebug().addKeyValue("error", e.toString()).log("not a key of {}", algorithm);
            }
        }
        throw new IllegalArgumentException(key + " is neither an RSA, an EC nor an Ed25519 key");
    }
}
