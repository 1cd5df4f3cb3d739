package dev.brine.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.RecordWriter;
import dev.brine.serdes.StartCheckException;
import dev.brine.serdes.record.SerdeOptions;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import shop.Money;

/** A producer that declares its topics is checked when it is built; no broker is asked for that. */
final class DeclaredTopicsTest {

    private static final Map<String, Object> NOWHERE = Map.of("bootstrap.servers", "127.0.0.1:1");

    record Price(String amount, String unit) {}

    @Test
    void whatIsDeclaredAndKnownIsBuilt() {
        try (SchemaRegistry registry = schemas();
                RecordWriter<Money> writer = SerdeOptions.of(registry, Money.class)
                        .subject("shop.Money")
                        .writer()) {
            // When
            BrineProducer<String, Money> producer = BrineProducer.sending(
                            new StringSerializer(), new BrineSerializer<>(writer))
                    .kafka(NOWHERE)
                    .writes("prices", "discounts")
                    .build();

            // Then
            assertThat(producer.close(Duration.ZERO).none()).isTrue();
        }
    }

    @Test
    void everythingThatCouldNotBeWrittenIsSaidAtOnce() {
        try (SchemaRegistry registry = schemas();
                RecordWriter<Price> keys = SerdeOptions.of(registry, Price.class)
                        .subject("shop.Money")
                        .key(true)
                        .writer();
                RecordWriter<Money> values =
                        SerdeOptions.of(registry, Money.class).writer()) {
            assertThatThrownBy(() -> BrineProducer.sending(new BrineSerializer<>(keys), new BrineSerializer<>(values))
                            .kafka(NOWHERE)
                            .writes("orders", "prices")
                            .build())
                    .isInstanceOfSatisfying(StartCheckException.class, e -> {
                        assertThat(e.problems()).hasSize(4);
                        assertThat(e)
                                .hasMessageContaining("topic orders, subject shop.Money: ")
                                .hasMessageContaining("currency")
                                .hasMessageContaining(
                                        "topic orders, subject orders-value: schema shop.Money is not a version")
                                .hasMessageContaining("topic prices, subject prices-value: ");
                        assertThat(e.retriable()).isFalse();
                    });
        }
    }

    private static SchemaRegistry schemas() {
        return SchemaRegistries.open("classpath:schemas", Map.of());
    }
}
