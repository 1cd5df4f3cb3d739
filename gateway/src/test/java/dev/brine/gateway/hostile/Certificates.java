package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of a test, written as X.509 has them, because the JDK has no way of its own to sign one. */
final class Certificates {

    private static final byte[] ECDSA_SHA256 = hex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = hex("0603550403");
    private static final byte[] CONSTRAINTS_OF_A_CA = hex("300f0603551d130101ff040530030101ff");
    private static final byte[] LOCALHOST_IP = hex("300f0603551d1104083006 87047f000001".replace(" ", ""));
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final char[] NO_PASSWORD = "none".toCharArray();

    /** A certificate with its key. */
    record Identity(KeyPair keys, X509Certificate certificate) {}

    private Certificates() {}

    /** Who signs others, and itself. */
    static Identity authority(String name) throws GeneralSecurityException, IOException {
        KeyPair keys = keys();
        byte[] subject = name(name);
        Instant now = Instant.now();
        return new Identity(
                keys,
                signed(keys, subject, keys, subject, now.minusSeconds(60), now.plusSeconds(3600), CONSTRAINTS_OF_A_CA));
    }

    /** @param begins from now, may be negative */
    static Identity issued(Identity by, String name, Duration begins, Duration ends)
            throws GeneralSecurityException, IOException {
        KeyPair keys = keys();
        Instant now = Instant.now();
        byte[] issuer = by.certificate().getSubjectX500Principal().getEncoded();
        return new Identity(
                keys, signed(by.keys(), issuer, keys, name(name), now.plus(begins), now.plus(ends), LOCALHOST_IP));
    }

    static Path pem(Path file, X509Certificate certificate) throws GeneralSecurityException, IOException {
        return pem(file, "CERTIFICATE", certificate.getEncoded());
    }

    static Path pem(Path file, KeyPair keys) throws IOException {
        return pem(file, "PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static Path pem(Path file, String kind, byte[] der) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }

    /** How a client talks that trusts an authority, and shows an identity unless that is null. */
    static SSLContext client(Identity trusted, Identity own) throws GeneralSecurityException, IOException {
        KeyStore trust = empty();
        trust.setCertificateEntry("ca", trusted.certificate());
        TrustManagerFactory trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(trust);
        KeyStore keys = empty();
        if (own != null) {
            keys.setKeyEntry("own", own.keys().getPrivate(), NO_PASSWORD, new X509Certificate[] {own.certificate()});
        }
        KeyManagerFactory showing = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        showing.init(keys, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        // What it has it shows, whether the server says that it trusts the issuer or not.
        context.init(
                own == null ? null : new javax.net.ssl.KeyManager[] {new AlwaysShowing(showing)},
                trusting.getTrustManagers(),
                null);
        return context;
    }

    /** The first thing that a client says. */
    static byte[] hello(SSLContext client) throws javax.net.ssl.SSLException {
        javax.net.ssl.SSLEngine engine = client.createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] hello = new byte[out.flip().remaining()];
        out.get(hello);
        return hello;
    }

    private static final class AlwaysShowing extends javax.net.ssl.X509ExtendedKeyManager {

        private final javax.net.ssl.X509ExtendedKeyManager keys;

        AlwaysShowing(KeyManagerFactory factory) {
            this.keys = (javax.net.ssl.X509ExtendedKeyManager) factory.getKeyManagers()[0];
        }

        @Override
        public String chooseClientAlias(String[] types, java.security.Principal[] issuers, java.net.Socket socket) {
            return "own";
        }

        @Override
        public String[] getClientAliases(String type, java.security.Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String[] getServerAliases(String type, java.security.Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseServerAlias(String type, java.security.Principal[] issuers, java.net.Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public java.security.PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate signed(
            KeyPair by, byte[] issuer, KeyPair keys, byte[] subject, Instant from, Instant to, byte[] extension)
            throws GeneralSecurityException, IOException {
        byte[] content = of(
                0x30,
                of(0xa0, of(0x02, new byte[] {2})),
                of(0x02, new byte[] {1}),
                ECDSA_SHA256,
                issuer,
                of(0x30, time(from), time(to)),
                subject,
                keys.getPublic().getEncoded(),
                of(0xa3, of(0x30, extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(by.getPrivate());
        signature.update(content);
        byte[] whole = of(0x30, content, ECDSA_SHA256, of(0x03, new byte[1], signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] name(String text) throws IOException {
        return of(0x30, of(0x31, of(0x30, COMMON_NAME, of(0x0c, text.getBytes(UTF_8)))));
    }

    private static byte[] time(Instant at) throws IOException {
        return of(0x17, UTC.format(at).getBytes(US_ASCII));
    }

    /** One element: its tag, its length, its parts. */
    private static byte[] of(int tag, byte[]... parts) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.write(part);
        }
        int length = content.size();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        if (length < 128) {
            all.write(length);
        } else if (length < 256) {
            all.write(0x81);
            all.write(length);
        } else {
            all.write(0x82);
            all.write(length >> 8);
            all.write(length);
        }
        content.writeTo(all);
        return all.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
