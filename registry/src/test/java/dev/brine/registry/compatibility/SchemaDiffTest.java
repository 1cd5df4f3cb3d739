package dev.brine.registry.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

final class SchemaDiffTest {

    @Test
    void theSecondOrderDiffersAsItsAuthorWouldSay() throws IOException {
        // When
        List<SchemaChange> changes = SchemaDiff.between(order(1), order(2));

        // Then
        assertThat(changes)
                .extracting(SchemaChange::toString)
                .contains(
                        "changed number: int -> long",
                        "added phone: null or string, default null",
                        "added channel: enum shop.Channel, default \"WEB\"",
                        "removed faxNumber: null or string")
                .noneMatch(line -> line.contains("items"));
    }

    @Test
    void renamesReorderingAndSymbolsAreToldApart() throws IOException {
        // When
        List<SchemaChange> changes = SchemaDiff.between(order(2), order(3));

        // Then
        assertThat(changes)
                .extracting(SchemaChange::toString)
                .contains(
                        "renamed buyerName: customerName -> buyerName",
                        "added status: symbols RETURNED",
                        "added items[].options: array of string, default []",
                        "moved fields: the fields stand in another order")
                .noneMatch(line -> line.startsWith("removed"));
    }

    @Test
    void aSchemaDoesNotDifferFromItself() throws IOException {
        assertThat(SchemaDiff.between(order(3), order(3))).isEmpty();
    }

    private static Schema order(int version) throws IOException {
        Schema.Parser parser = new Schema.Parser();
        parser.parse(Path.of("../schemas/shop.Money/v1.avsc").toFile());
        return parser.parse(
                Path.of("../schemas/orders-value/v" + version + ".avsc").toFile());
    }
}
