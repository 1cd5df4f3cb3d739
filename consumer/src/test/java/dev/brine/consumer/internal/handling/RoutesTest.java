package dev.brine.consumer.internal.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.consumer.Message;
import dev.brine.consumer.UnhandledTypeException;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.sending.RecordingOutlet;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class RoutesTest {

    private static final Schema PLACED =
            SchemaBuilder.record("shop.OrderPlaced").fields().endRecord();
    private static final Schema RENAMED =
            SchemaBuilder.record("shop.OrderTaken").fields().endRecord();

    private final Routes.Builder<String, Object> routes = new Routes.Builder<>();
    private final List<String> called = new ArrayList<>();

    interface Event {}

    interface Urgent extends Event {}

    interface Audited {}

    static class Order implements Event {}

    static class BigOrder extends Order implements Urgent {}

    record Alarm() implements Urgent, Audited {}

    @Test
    void nearestClassGoesBeforeAnyInterface() throws Exception {
        // Given
        on(Event.class);
        on(Urgent.class);
        on(Order.class);

        // When
        route(new BigOrder());

        // Then
        assertThat(called).containsExactly("Order");
    }

    @Test
    void classItselfGoesBeforeItsSuperclassWhateverWasGivenFirst() throws Exception {
        // Given
        on(Order.class);
        on(BigOrder.class);

        // When
        route(new BigOrder());
        route(new Order());

        // Then
        assertThat(called).containsExactly("BigOrder", "Order");
    }

    @Test
    void mostSpecificInterfaceDecidesAndOfUnrelatedOnesTheFirst() throws Exception {
        // Given
        on(Event.class);
        on(Audited.class);
        on(Urgent.class);

        // When
        route(new Alarm());
        route(new Order());

        // Then
        assertThat(called).containsExactly("Urgent", "Event");
    }

    @Test
    void objectIsTheLastResortAmongTypes() throws Exception {
        // Given
        on(Object.class);
        on(Event.class);

        // When
        route(new Order());
        route("text");

        // Then
        assertThat(called).containsExactly("Event", "Object");
    }

    @Test
    void nameOfTheValuesOwnSchemaGoesBeforeThatOfTheWriterAndBothBeforeTypes() throws Exception {
        // Given
        on(GenericData.Record.class);
        on("shop.OrderPlaced");
        on("shop.OrderTaken");

        // When: written under the old name, read under the new one
        route(new GenericData.Record(RENAMED), PLACED);
        // and a class of one's own, which carries no schema
        route(new Order(), PLACED);

        // Then
        assertThat(called).containsExactly("shop.OrderTaken", "shop.OrderPlaced");
    }

    @Test
    void writersNameIsEnoughWhereTheReadersHasNoHandler() throws Exception {
        // Given
        on("shop.OrderPlaced");

        // When
        route(new GenericData.Record(RENAMED), PLACED);

        // Then
        assertThat(called).containsExactly("shop.OrderPlaced");
    }

    @Test
    void typeWithoutAHandlerIsRefusedNamingItAndThoseThatAreKnown() {
        // Given
        on(Alarm.class);
        on("shop.OrderPlaced");

        // When, Then
        assertThatThrownBy(() -> route(new GenericData.Record(RENAMED), RENAMED))
                .isInstanceOf(UnhandledTypeException.class)
                .hasMessageContaining("no handler for shop.OrderTaken")
                .hasMessageContaining(Alarm.class.getName() + ", shop.OrderPlaced")
                .hasMessageContaining("otherwise(...)");
        assertThatThrownBy(() -> route(null))
                .isInstanceOf(UnhandledTypeException.class)
                .hasMessageContaining("a tombstone");
    }

    @Test
    void otherwiseTakesWhatIsLeftAndTombstones() throws Exception {
        // Given
        on(Alarm.class);
        routes.otherwise(HandlerCall.of((Message<String, Object> message) -> {
            called.add("otherwise");
        }));

        // When
        route(new Order(), PLACED);
        route(null);

        // Then
        assertThat(called).containsExactly("otherwise", "otherwise");
    }

    @Test
    void twoHandlersForOneTypeNameOrRestAreRefused() {
        // Given
        on(Alarm.class);
        on("shop.OrderPlaced");
        routes.otherwise(HandlerCall.of((Message<String, Object> message) -> {}));

        // When, Then
        assertThatThrownBy(() -> on(Alarm.class)).hasMessageContaining("two handlers for " + Alarm.class.getName());
        assertThatThrownBy(() -> on("shop.OrderPlaced")).hasMessageContaining("two handlers for shop.OrderPlaced");
        assertThatThrownBy(() -> routes.otherwise(HandlerCall.of((Message<String, Object> message) -> {})))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> on(int.class)).hasMessageContaining("primitive");
    }

    private void on(Class<?> type) {
        routes.add(type, HandlerCall.of((Message<String, Object> message) -> {
            called.add(type.getSimpleName());
        }));
    }

    private void on(String name) {
        routes.add(name, HandlerCall.of((Message<String, Object> message) -> {
            called.add(name);
        }));
    }

    private void route(Object value) throws Exception {
        route(value, null);
    }

    private void route(Object value, Schema writer) throws Exception {
        SchemaVersion version = writer == null
                ? null
                : new SchemaVersion(
                        new SubjectVersion("orders-value", 1),
                        new RegisteredSchema(1, new UUID(0, 1), 1, writer.toString(), List.of(), writer));
        routes.build()
                .call(
                        new Message<>(
                                "orders", 0, 0, 0, "key", value, new RecordHeaders(), 1, version, "confluent", "avro"),
                        Samples.work(Samples.record(7, null, null)),
                        new RecordingOutlet());
    }
}
