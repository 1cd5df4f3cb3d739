package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.Limits;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import shop.Channel;
import shop.Order;
import shop.OrderStatus;

/** Bytes that were once written are read for ever, by their own version and by every later one. */
class FixturesTest {

    @SuppressWarnings("unused") // a parameter source
    private static final List<Integer> VERSIONS = Fixtures.VERSIONS;

    private final AvroCodec codec = new AvroCodec(form());

    PlanForm form() {
        return PlanForm.COMPOSED;
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void bytesOfAVersionAreWhatTheyWere(int version) {
        Schema schema = Fixtures.schema(version);

        Map<?, ?> order = codec.decoder(schema, schema, Map.class, Limits.DEFAULT)
                .decode(ByteBuffer.wrap(Fixtures.bytes(version)));

        assertThat(order).isEqualTo(Fixtures.order(version));
        assertThat(codec.encoder(schema, Map.class, Limits.DEFAULT).encode(new byte[0], order))
                .isEqualTo(Fixtures.bytes(version));
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void everyVersionIsReadByTheNewestClass(int version) {
        // When
        Order order = codec.decoder(Fixtures.schema(version), Order.getClassSchema(), Order.class, Limits.DEFAULT)
                .decode(ByteBuffer.wrap(Fixtures.bytes(version)));

        // Then
        assertThat(order.getOrderId()).hasToString("123e4567-e89b-12d3-a456-426614174000");
        assertThat(order.getNumber()).isEqualTo(70_001L);
        assertThat(order.getStatus()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(order.getBuyerName()).isEqualTo("김서연");
        assertThat(order.getShippingAddress().getCity()).isEqualTo("서울");
        assertThat(order.getItems()).hasSize(2).allSatisfy(item -> assertThat(item.getUnitPrice())
                .isEqualTo(new BigDecimal("29.35")));
        assertThat(order.getTotal()).isEqualTo(new BigDecimal("61.70"));
    }

    @Test
    void orderFromBeforeChannelsAndCurrenciesHasTheDefaults() {
        Order order = codec.decoder(Fixtures.schema(1), Order.getClassSchema(), Order.class, Limits.DEFAULT)
                .decode(ByteBuffer.wrap(Fixtures.bytes(1)));

        assertThat(order.getChannel()).isEqualTo(Channel.WEB);
        assertThat(order.getCurrency()).isEqualTo("EUR");
        assertThat(order.getShippingCost()).isNull();
        order.getTags().add("a default can be changed");
        assertThat(codec.decoder(Fixtures.schema(1), Order.getClassSchema(), Order.class, Limits.DEFAULT)
                        .decode(ByteBuffer.wrap(Fixtures.bytes(1)))
                        .getTags())
                .doesNotContain("a default can be changed");
    }

    @ParameterizedTest
    @FieldSource("VERSIONS")
    void newestClassIsWrittenAsAnyVersion(int version) {
        // Given
        Order order = Orders.of(3, 1).get(0);
        order.setStatus(OrderStatus.PAID);
        Schema schema = Fixtures.schema(version);

        // When
        byte[] bytes = codec.encoder(schema, Order.class, Limits.DEFAULT).encode(new byte[0], order);

        // Then
        Map<?, ?> read =
                codec.decoder(schema, schema, Map.class, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes));
        assertThat(read.get("total")).isEqualTo(order.getTotal());
        assertThat(read.get(version < 3 ? "customerName" : "buyerName")).isEqualTo(order.getBuyerName());
        assertThat(((Number) read.get("number")).longValue()).isEqualTo(order.getNumber());
    }
}
