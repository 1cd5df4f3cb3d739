package dev.brine.serdes.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.TestRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * A topic with very many schemas: the way to one of them is as short as if it were the only one. {@code
 * -Dbrine.plans.pairs=10000} for as many.
 */
class ManySchemasTest {

    private static final int SCHEMAS = Integer.getInteger("brine.plans.pairs", 300);
    private static final int LOOKUPS = 200_000;
    private static final int ROUNDS = 15;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Headers NONE = new RecordHeaders();

    @Test
    void lookupAmongManyCostsWhatItCostsAlone() {
        // Given
        TestRegistry registry = new TestRegistry();
        for (int id = 1; id <= SCHEMAS; id++) {
            registry.add(
                    "many-value",
                    id,
                    "{\"type\":\"record\",\"name\":\"R" + id + "\",\"fields\":[{\"name\":\"f\",\"type\":\"int\"}]}");
        }
        RecordReader<Map> one = reader(registry);
        RecordReader<Map> many = reader(registry);
        ByteBuffer last = record(SCHEMAS);
        assertThat(one.read("many", NONE, last.rewind())).isEqualTo(Map.of("f", 1));
        long heap = heap();
        Set<Object> readings = new HashSet<>();
        for (int id = 1; id <= SCHEMAS; id++) {
            readings.add(many.resolve("many", NONE, record(id)));
        }
        long each = (heap() - heap) / SCHEMAS;

        // When
        long alone = Long.MAX_VALUE;
        long among = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            alone = Math.min(alone, nanos(one, last));
            among = Math.min(among, nanos(many, last));
        }

        // Then
        System.out.println(SCHEMAS + " schemas of a topic: a lookup takes " + among / LOOKUPS + " ns, and "
                + alone / LOOKUPS + " ns where there is one; a reading holds " + each + " bytes with plan and meters");
        assertThat(readings).hasSize(SCHEMAS);
        assertThat((double) among / alone).isLessThan(1.5);
        assertThat(each).isLessThan(32 << 10);
    }

    private static RecordReader<Map> reader(TestRegistry registry) {
        return SerdeOptions.of(registry, Map.class)
                .version(new VersionChoice.AsWritten())
                .meters(new SimpleMeterRegistry())
                .reader();
    }

    private static long nanos(RecordReader<Map> reader, ByteBuffer record) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < LOOKUPS; i++) {
            reader.resolve("many", NONE, record.rewind());
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private static ByteBuffer record(int id) {
        return ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 2).flip();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
