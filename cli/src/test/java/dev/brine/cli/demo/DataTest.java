package dev.brine.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.consumer.DeadLetterHeaders;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.record.SerdeOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shop.Order;

class DataTest {

    @Test
    void ordersOfEveryEditionComeBackAsTodaysClassAndAddUp() {
        // Given
        try (SchemaRegistry registry = SchemaRegistries.open("classpath:schemas", Map.of());
                RecordReader<Order> reader = SerdeOptions.of(registry, Order.class)
                        .subject(OrderJob.SUBJECT)
                        .reader()) {
            List<Edition> editions = new Editions(registry, new SimpleMeterRegistry()).orders(300, 7);
            for (Edition edition : editions) {
                int count = 0;
                for (Item item = edition.items().get();
                        item != null;
                        item = edition.items().get()) {
                    // When
                    RecordHeaders headers = new RecordHeaders();
                    byte[] bytes = edition.writer().write("t", headers, item.value());
                    Order order = reader.read("t", headers, ByteBuffer.wrap(bytes));

                    // Then
                    boolean addsUp = OrderShapes.expectedTotal(order).compareTo(order.getTotal()) == 0;
                    assertThat(addsUp)
                            .as(edition.title() + ", order " + order.getNumber())
                            .isEqualTo(item.poison() != Poison.HANDLER_FAILURE);
                    assertThat(item.key()).isEqualTo("customer-" + order.getCustomerId());
                    count++;
                }
                assertThat(count).isEqualTo(100);
            }
        }
    }

    @Test
    void sameSeedMakesTheSameSales() {
        assertThat(new SaleGenerator(5).next(true)).isEqualTo(new SaleGenerator(5).next(true));
        assertThat(new SaleGenerator(5).next(true)).isNotEqualTo(new SaleGenerator(6).next(true));
    }

    @ParameterizedTest
    @CsvSource({"100000, 100", "5000, 5", "1000, 5", "100, 5", "40, 2", "10, 0"})
    void poisonIsOneInAThousandAndInShortRunsOneOfEachKind(long records, long expected) {
        // Given
        PoisonPlan plan = new PoisonPlan(records);
        Map<Poison, Integer> kinds = new EnumMap<>(Poison.class);

        // When
        for (long i = 0; i < records; i++) {
            Poison kind = plan.of(i);
            if (kind != null) {
                kinds.merge(kind, 1, Integer::sum);
            }
        }

        // Then
        assertThat(kinds.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo((int) expected);
        assertThat(kinds).hasSize((int) Math.min(expected, Poison.values().length));
    }

    @Test
    void endlessRunHasPoisonForEver() {
        // Given
        PoisonPlan plan = new PoisonPlan(0);
        Set<Poison> seen = new HashSet<>();

        // When
        for (long i = 1_000_000_000; i < 1_000_010_000L; i++) {
            Poison kind = plan.of(i);
            if (kind != null) {
                seen.add(kind);
            }
        }

        // Then
        assertThat(seen).hasSize(Poison.values().length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value   | dev.brine.serdes.DecodeException | topic t: text ends early [truncated at byte 9, field a.b] | truncated",
                "value   | dev.brine.serdes.DecodeException | too long [limit.max.string.bytes at byte 5] | limit.max.string.bytes",
                "value   | java.lang.IllegalStateException  | no rule here | illegal-state",
                "handler | dev.brine.cli.demo.WrongTotalException | items[3] do not add up | wrong-total"
            })
    void causeIsTheRuleOrTheHandlersException(String stage, String type, String message, String cause) {
        // Given
        RecordHeaders headers = new RecordHeaders();
        headers.add(DeadLetterHeaders.STAGE, stage.getBytes(UTF_8));
        headers.add(DeadLetterHeaders.ERROR_CLASS, type.getBytes(UTF_8));
        headers.add(DeadLetterHeaders.ERROR_MESSAGE, message.getBytes(UTF_8));

        // Then
        assertThat(DeadLetters.cause(headers)).isEqualTo(cause);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":[1.50],\"c\":null}|{\"a\":1.0,\"b\":[1.5],\"c\":null}",
                "{\"a\":1,\"b\":[]}|{\"a\":1,\"b\":[],\"c\":null}"
            })
    void numbersCountByValueAndDefaultsMayAppear(String pair) throws Exception {
        assertThat(equal(pair)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":[],\"c\":\"x\"}|{\"a\":1,\"b\":[],\"c\":null}",
                "{\"a\":1,\"b\":[],\"c\":\"x\"}|{\"a\":1,\"b\":[]}",
                "{\"b\":[]}|{\"a\":1,\"b\":[]}",
                "{\"a\":1,\"b\":[1]}|{\"a\":1,\"b\":[1,1]}",
                "{\"a\":1,\"b\":[1]}|{\"a\":1,\"b\":[2]}",
                "{\"a\":1,\"b\":[]}|{\"a\":\"1\",\"b\":[]}"
            })
    void everythingElseMustBeTheSame(String pair) throws Exception {
        assertThat(equal(pair)).isFalse();
    }

    private static boolean equal(String pair) throws Exception {
        Schema schema = SchemaBuilder.record("R")
                .fields()
                .requiredInt("a")
                .name("b")
                .type()
                .array()
                .items()
                .doubleType()
                .noDefault()
                .optionalString("c")
                .endRecord();
        ObjectMapper mapper = new ObjectMapper();
        String[] both = pair.split("\\|", -1);
        return JsonEquality.equal(mapper.readTree(both[0]), mapper.readTree(both[1]), schema);
    }
}
