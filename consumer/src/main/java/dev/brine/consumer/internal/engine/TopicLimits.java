package dev.brine.consumer.internal.engine;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the broker how large a record of a topic may be; there is no limit to be known if it does not tell, or if records are compressed. */
final class TopicLimits implements ToLongFunction<String> {

    private static final Logger log = LoggerFactory.getLogger(TopicLimits.class);
    private static final long PATIENCE_SECONDS = 5;

    private final Settings settings;

    TopicLimits(Settings settings) {
        this.settings = settings;
    }

    @Override
    public long applyAsLong(String topic) {
        Object compression = settings.kafka().get(ProducerConfig.COMPRESSION_TYPE_CONFIG);
        if (compression != null && !"none".equalsIgnoreCase(String.valueOf(compression))) {
            return Long.MAX_VALUE;
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            Config config = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .get(resource);
            ConfigEntry limit = config == null ? null : config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            return limit == null ? Long.MAX_VALUE : Long.parseLong(limit.value());
        } catch (ExecutionException | TimeoutException | KafkaException | NumberFormatException e) {
            if (e instanceof InterruptException interrupted) {
                throw interrupted;
            }
            log.atInfo()
                    .addKeyValue("topic", topic)
                    .addKeyValue("error", e.toString())
                    .log("largest record of the topic not known");
            return Long.MAX_VALUE;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
