package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.brine.serdes.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class PlansTest {

    private static final String TEXT =
            "{'type':'record','name':'Point','fields':[{'name':'x','type':'int'%s}]}".replace('\'', '"');

    private final Plans<WriteStep> plans = new Plans<>();
    private final AtomicInteger made = new AtomicInteger();

    private static Schema point(String more) {
        return new Schema.Parser().parse(TEXT.formatted(more.replace('\'', '"')));
    }

    private Supplier<Plan<WriteStep>> maker(Schema schema) {
        return () -> {
            made.incrementAndGet();
            return new Plan<>(WritePlanner.plan(schema, Map.class), PlanForm.WARMING, WriteGenerator::generate);
        };
    }

    @Test
    void equalSchemasShareAPlanWhateverTheirObjects() {
        // Given
        Schema one = point("");
        Schema other = point("");

        // When
        Plan<WriteStep> first = plans.get(maker(one), Map.class, one);
        Plan<WriteStep> second = plans.get(maker(other), Map.class, other);

        // Then
        assertThat(second).isSameAs(first);
        assertThat(made).hasValue(1);
    }

    @Test
    void typeAliasesAndDefaultsTellPlansApart() {
        // Given
        List<Schema> schemas =
                List.of(point(""), point(",'aliases':['y']"), point(",'default':1"), point(",'default':2"));

        // When
        List<Plan<WriteStep>> all = new ArrayList<>();
        for (Schema schema : schemas) {
            all.add(plans.get(maker(schema), Map.class, schema));
            all.add(plans.get(maker(schema), Object.class, schema));
            all.add(plans.get(maker(schema), Map.class, schema, schema));
        }

        // Then
        assertThat(all).doesNotHaveDuplicates();
        assertThat(made).hasValue(12);
        assertThat(plans.size()).isEqualTo(12);
    }

    @Test
    void aPlanThatNobodyUsesIsCollected() {
        // Given
        Schema kept = point("");
        Plan<WriteStep> held = plans.get(maker(kept), Map.class, kept);
        Schema unused = point(",'default':1");
        plans.get(maker(unused), Map.class, unused);

        // When, Then
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            assertThat(plans.size()).isEqualTo(1);
        });
        assertThat(plans.get(maker(kept), Map.class, kept)).isSameAs(held);
        plans.get(maker(unused), Map.class, unused);
        assertThat(made).hasValue(3);
    }

    @Test
    void whatCannotBeMadeIsTriedAgain() {
        // Given
        Schema schema = point("");
        Supplier<Plan<WriteStep>> refusing = () -> {
            throw new IllegalArgumentException("no such type");
        };

        // When, Then
        assertThatThrownBy(() -> plans.get(refusing, Map.class, schema)).hasMessage("no such type");
        assertThat(plans.get(maker(schema), Map.class, schema)).isNotNull();
        assertThat(made).hasValue(1);
    }

    @Test
    void threadsThatAskAtOnceGetOnePlan() throws Exception {
        // Given
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            // When
            List<Future<Plan<WriteStep>>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Schema schema = point("");
                answers.add(threads.submit(() -> plans.get(maker(schema), Map.class, schema)));
            }

            // Then
            Plan<WriteStep> first = answers.get(0).get();
            for (Future<Plan<WriteStep>> answer : answers) {
                assertThat(answer.get()).isSameAs(first);
            }
            assertThat(made).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aCodecGivesTopicsWithTheSameSchemaTheSameClass() {
        // Given
        AvroCodec codec = new AvroCodec();

        // When
        AvroEncoder<?> one = (AvroEncoder<?>) codec.encoder(point(""), Map.class, Limits.DEFAULT);
        AvroEncoder<?> other = (AvroEncoder<?>) codec.encoder(point(""), Map.class, Limits.DEFAULT);

        // Then
        assertThat(one.plan()).isSameAs(other.plan());
    }
}
