package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shop.Money;
import shop.Order;

/** When plans are classes, and when they stay steps. */
final class PlanTest {

    private static final long SEED = 20_261_121L;
    private static final byte[] NONE = {};

    record Tally(int count, long total, double mean, boolean closed, float share, String name) {}

    @ParameterizedTest
    @ValueSource(classes = {Order.class, GenericRecord.class, Map.class})
    void classIsMadeForEachModel(Class<?> type) {
        assertThat(ReadGenerator.generate(ReadPlanner.plan(Order.SCHEMA$, Order.SCHEMA$, type)))
                .isInstanceOf(CompiledRead.class);
        assertThat(WriteGenerator.generate(WritePlanner.plan(Order.SCHEMA$, type)))
                .isInstanceOf(CompiledWrite.class);
    }

    @Test
    void classIsMadeForAnySchema() {
        for (int round = 0; round < 300; round++) {
            // Given
            RandomSchemas schemas = new RandomSchemas(new Random(SEED + round));
            Schema schema = schemas.record();

            // When
            ReadStep generic = ReadGenerator.generate(ReadPlanner.plan(schema, schema, GenericRecord.class));
            WriteStep write = WriteGenerator.generate(WritePlanner.plan(schema, GenericRecord.class));
            ReadStep map = ReadGenerator.generate(ReadPlanner.plan(schema, schema, Map.class));

            // Then
            assertThat(List.of(generic, map))
                    .as("seed " + (SEED + round) + " " + schema)
                    .allMatch(CompiledRead.class::isInstance);
            assertThat(write).as("seed " + (SEED + round) + " " + schema).isInstanceOf(CompiledWrite.class);
        }
    }

    @Test
    void primitivesOfAJavaRecordComeBack() {
        // Given
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"Tally","fields":[
                {"name":"name","type":"string"},{"name":"share","type":"float"},{"name":"closed","type":"boolean"},
                {"name":"mean","type":"double"},{"name":"total","type":"long"},{"name":"count","type":"int"}]}""");
        Tally tally = new Tally(-3, 1L << 40, 0.1, true, -2.5f, "all");

        for (PlanForm form : PlanForm.values()) {
            // When
            AvroCodec codec = new AvroCodec(form);
            byte[] bytes = codec.encoder(schema, Tally.class, Limits.DEFAULT).encode(NONE, tally);
            Tally read =
                    codec.decoder(schema, schema, Tally.class, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes));

            // Then
            assertThat(read).as(form.name()).isEqualTo(tally);
        }
        assertThat(ReadGenerator.generate(ReadPlanner.plan(schema, schema, Tally.class)))
                .isInstanceOf(CompiledRead.class);
    }

    record Sparse(
            @Nullable String a,
            @Nullable String b,
            @Nullable Long c,
            int always,
            @Nullable String d,
            @Nullable String e) {}

    /** The array of the output is replaced in the middle of it, since each thread begins with a small one. */
    @Test
    void fieldsThatMayBeNullStandWhereTheyBelongWhicheverOfThemAreThere() throws Exception {
        // Given
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"Sparse","fields":[
                {"name":"a","type":["null","string"]},{"name":"b","type":["string","null"]},
                {"name":"c","type":["null","long"]},{"name":"always","type":"int"},
                {"name":"d","type":["null","string"]},{"name":"e","type":["null","string"]}]}""");
        List<@Nullable String> texts = Arrays.asList(null, "short", "long".repeat(1_000));
        Encoder<Sparse> made = new AvroCodec(PlanForm.GENERATED).encoder(schema, Sparse.class, Limits.DEFAULT);
        Encoder<Sparse> steps = new AvroCodec(PlanForm.COMPOSED).encoder(schema, Sparse.class, Limits.DEFAULT);

        for (int i = 0; i < 162; i++) {
            Sparse value = new Sparse(
                    texts.get(i % 3),
                    texts.get(i / 3 % 3),
                    i % 2 == 0 ? null : (1L << i % 60),
                    i,
                    texts.get(i / 9 % 3),
                    texts.get(i / 27 % 3));

            // When
            FutureTask<byte[]> task = new FutureTask<>(() -> made.encode(NONE, value));
            new Thread(task).start();

            // Then
            assertThat(task.get()).as("%s", i).isEqualTo(steps.encode(NONE, value));
        }
    }

    @Test
    void stepsRunUntilThePlanIsWorthAClass() {
        // Given
        ReadStep steps = ReadPlanner.plan(Order.SCHEMA$, Order.SCHEMA$, Order.class);
        Plan<ReadStep> plan = new Plan<>(steps, PlanForm.WARMING, ReadGenerator::generate);

        // When
        List<ReadStep> used = IntStream.range(0, Plan.FIRST_VALUES + 2)
                .mapToObj(i -> plan.next())
                .toList();

        // Then
        assertThat(used.subList(0, Plan.FIRST_VALUES - 1)).containsOnly(steps);
        assertThat(used.subList(Plan.FIRST_VALUES - 1, used.size()))
                .hasOnlyElementsOfType(CompiledRead.class)
                .hasSize(3)
                .containsOnly(plan.next());
    }

    @Test
    void ordersAreTheSameBeforeAndAfter() {
        // Given
        AvroCodec codec = new AvroCodec();
        var encoder = codec.encoder(Order.SCHEMA$, Order.class, Limits.DEFAULT);
        var decoder = codec.decoder(Order.SCHEMA$, Order.SCHEMA$, Order.class, Limits.DEFAULT);
        var composed = new AvroCodec(PlanForm.COMPOSED).encoder(Order.SCHEMA$, Order.class, Limits.DEFAULT);

        for (Order order : Orders.of(SEED, 3 * Plan.FIRST_VALUES)) {
            // When
            byte[] bytes = encoder.encode(NONE, order);

            // Then
            assertThat(bytes).isEqualTo(composed.encode(NONE, order));
            assertThat(decoder.decode(ByteBuffer.wrap(bytes))).isEqualTo(order);
        }
    }

    @Test
    void refusalHasThePathOfTheSteps() {
        // Given
        var encoder = new AvroCodec(PlanForm.GENERATED).encoder(Order.SCHEMA$, Order.class, Limits.DEFAULT);
        Order order = Orders.of(SEED, 1).get(0);
        order.getItems().get(2).setSku(null);

        // When, Then
        assertThatThrownBy(() -> encoder.encode(NONE, order))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("items[2].sku")
                .hasMessageContaining("found null");
        order.getItems().get(2).setSku("SKU-1");
        assertThat(encoder.encode(NONE, order)).isNotEmpty();
    }

    /** A class derived from a generated one, as proxies and lazy objects are. */
    static final class Doubled extends Money {
        @Override
        public Object get(int field) {
            return field == 1 ? super.get(1) + "" + super.get(1) : super.get(field);
        }
    }

    @Test
    void derivedClassIsAskedAndNotReadByItsFields() {
        // Given
        Doubled money = new Doubled();
        money.setAmount(java.math.BigDecimal.ONE.setScale(2));
        money.setCurrency("EUR");

        // When
        byte[] bytes = new AvroCodec(PlanForm.GENERATED)
                .encoder(Money.SCHEMA$, Money.class, Limits.DEFAULT)
                .encode(NONE, money);

        // Then
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("EUREUR");
    }

    @Test
    void wideRecordIsSplit() {
        // Given
        Schema schema = wide(1_500);
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), "text of " + field.pos()));
        AvroCodec codec = new AvroCodec(PlanForm.GENERATED);

        // When
        byte[] bytes =
                codec.encoder(schema, GenericRecord.class, Limits.DEFAULT).encode(NONE, record);

        // Then
        assertThat(ReadGenerator.generate(ReadPlanner.plan(schema, schema, GenericRecord.class)))
                .isInstanceOf(CompiledRead.class);
        assertThat(codec.decoder(schema, schema, GenericRecord.class, Limits.DEFAULT)
                        .decode(ByteBuffer.wrap(bytes)))
                .isEqualTo(record);
    }

    @Test
    void schemaBeyondAClassKeepsItsSteps() {
        // Given
        Schema schema = wide(5_000);
        Map<String, Object> value = new TreeMap<>();
        schema.getFields().forEach(field -> value.put(field.name(), "x"));
        AvroCodec codec = new AvroCodec(PlanForm.GENERATED);

        // When
        byte[] bytes = codec.encoder(schema, Map.class, Limits.DEFAULT).encode(NONE, value);

        // Then
        assertThatThrownBy(() -> WriteGenerator.generate(WritePlanner.plan(schema, Map.class)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(codec.decoder(schema, schema, Map.class, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes)))
                .isEqualTo(value);
    }

    @Test
    void stepsStayWhereNoClassCanBeDefined() {
        // Given
        ReadStep steps = ReadPlanner.plan(Order.SCHEMA$, Order.SCHEMA$, Order.class);

        // When
        Plan<ReadStep> plan = new Plan<>(steps, PlanForm.GENERATED, step -> {
            throw new UnsupportedOperationException("as a native image says");
        });
        Plan<ReadStep> withoutAsm = new Plan<>(steps, PlanForm.GENERATED, step -> {
            throw new NoClassDefFoundError("org/objectweb/asm/ClassWriter");
        });

        // Then
        assertThat(plan.next()).isSameAs(steps);
        assertThat(withoutAsm.next()).isSameAs(steps);
    }

    private static Schema wide(int fields) {
        return new Schema.Parser()
                .parse(IntStream.range(0, fields)
                        .mapToObj(i -> "{\"name\":\"f" + i + "\",\"type\":[\"null\",\"string\"]}")
                        .collect(Collectors.joining(",", "{\"type\":\"record\",\"name\":\"Wide\",\"fields\":[", "]}")));
    }
}
