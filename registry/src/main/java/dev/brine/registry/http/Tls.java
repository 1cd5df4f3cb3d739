package dev.brine.registry.http;

import dev.brine.registry.RegistryException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Kafka's own {@code ssl.*} properties, so that stores, PEM files and passwords are given once for both. */
final class Tls {

    private static final String PREFIX = "ssl.";

    private Tls() {}

    /** Empty when no such property is there: then Java's own trust store counts. */
    static Optional<SSLContext> context(Map<String, ?> configs) {
        Map<String, Object> given = new HashMap<>();
        configs.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && value != null) {
                given.put(name, value);
            }
        });
        if (given.keySet().stream().noneMatch(name -> name.contains("store"))) {
            return Optional.empty();
        }
        ConfigDef definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new AbstractConfig(definition, given, false).values());
            return Optional.of(factory.sslContext());
        } catch (KafkaException e) {
            throw new RegistryException(
                    "the registry's TLS cannot be set up from the ssl.* properties: " + e.getMessage(), e);
        }
    }
}
