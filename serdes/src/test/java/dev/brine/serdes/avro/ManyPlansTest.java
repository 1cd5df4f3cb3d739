package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Limits;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a plan for a pair of schemas costs, and that it goes when nobody uses it. The ten thousand: {@code mvn -pl serdes
 * -am -Dquick -Dtest=Many*Test -Dsurefire.failIfNoSpecifiedTests=false -Dbrine.plans.pairs=10000 test}.
 */
class ManyPlansTest {

    private static final int PAIRS = Integer.getInteger("brine.plans.pairs", 300);

    // Twelve fields; what is measured is a tenth of these, and less.
    private static final long MOST_HEAP = 16 << 10;
    private static final long MOST_METASPACE = 64 << 10;

    /** What the JVM allocates for itself meanwhile, in bytes. */
    private static final long NOISE = 1 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Pair(Schema writer, Schema reader) {}

    @ParameterizedTest
    @EnumSource(
            value = PlanForm.class,
            names = {"COMPOSED", "GENERATED"})
    void plansAreSmallAndGoWhenNobodyUsesThem(PlanForm form) {
        // Given
        AvroCodec codec = new AvroCodec(form);
        for (int i = 0; i < 50; i++) {
            read(codec, pair(-i - 1));
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(pair(i));
        }
        long unloaded = ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount();
        long heapBefore = heap();
        long metaspaceBefore = metaspace();
        long nanos = THREADS.getCurrentThreadCpuTime();

        // When
        List<Decoder<?>> decoders = new ArrayList<>();
        for (Pair pair : pairs) {
            decoders.add(read(codec, pair));
        }

        // Then
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        long heap = (heap() - heapBefore) / PAIRS;
        long metaspace = (metaspace() - metaspaceBefore) / PAIRS;
        System.out.println(form + ": " + decoders.size() + " plans, each " + heap + " bytes of heap, " + metaspace
                + " bytes of metaspace, " + nanos / PAIRS / 1000 + " microseconds of processor time");
        assertThat(heap).isLessThan(MOST_HEAP);
        assertThat(metaspace).isLessThan(form == PlanForm.GENERATED ? MOST_METASPACE : MOST_METASPACE / 16);

        // When
        decoders.clear();

        // Then the schemas and the codec are still there
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat((heap() - heapBefore) / PAIRS).isLessThan(heap / 4 + NOISE / PAIRS);
            if (form == PlanForm.GENERATED) {
                assertThat(ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount() - unloaded)
                        .isGreaterThanOrEqualTo(PAIRS);
            }
        });
        assertThat(read(codec, pairs.get(0))).isNotNull();
    }

    private static Decoder<GenericRecord> read(AvroCodec codec, Pair pair) {
        Decoder<GenericRecord> decoder = codec.decoder(pair.writer, pair.reader, GenericRecord.class, Limits.DEFAULT);
        GenericRecord record = decoder.decode(ByteBuffer.wrap(Arrays.copyOf(new byte[] {2, 4, 0, 2, 'x'}, 20)));
        assertThat(record.get("a")).isEqualTo(1L);
        return decoder;
    }

    /** Twelve fields, of which the reader lacks one, has one more, and another order. */
    private static Pair pair(int number) {
        String name = "P" + Math.abs(number) + (number < 0 ? "w" : "");
        String writer = "{'type':'record','name':'%s','fields':[{'name':'a','type':'int'},{'name':'b','type':'long'},"
                + "{'name':'c','type':['null','string'],'default':null},{'name':'d','type':'string'},"
                + "{'name':'e','type':'boolean'},{'name':'f','type':'int'},{'name':'g','type':{'type':'array','items':'int'}},"
                + "{'name':'h','type':{'type':'long','logicalType':'timestamp-millis'}},"
                + "{'name':'i','type':{'type':'record','name':'%sIn','fields':[{'name':'x','type':'double'}]}},"
                + "{'name':'j','type':'int'},{'name':'k','type':'int'},{'name':'l','type':'boolean'}]}";
        String reader = "{'type':'record','name':'%s','fields':[{'name':'b','type':'long'},{'name':'a','type':'long'},"
                + "{'name':'c','type':['null','string'],'default':null},{'name':'d','type':'string'},"
                + "{'name':'e','type':'boolean'},{'name':'g','type':{'type':'array','items':'int'}},"
                + "{'name':'h','type':{'type':'long','logicalType':'timestamp-millis'}},"
                + "{'name':'i','type':{'type':'record','name':'%sIn','fields':[{'name':'x','type':'double'}]}},"
                + "{'name':'j','type':'int'},{'name':'k','type':'int'},{'name':'l','type':'boolean'},"
                + "{'name':'m','type':'string','default':'new'}]}";
        return new Pair(parse(writer.formatted(name, name)), parse(reader.formatted(name, name)));
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text.replace('\'', '"'));
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** That of classes; compiled code lies elsewhere. */
    private static long metaspace() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getName().contains("Metaspace") || pool.getName().contains("Class Space"))
                .mapToLong(ManyPlansTest::used)
                .max()
                .orElse(0);
    }

    private static long used(MemoryPoolMXBean pool) {
        return pool.getUsage().getUsed();
    }
}
