package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that claim more than there is; each is refused before anything is allocated for the claim. */
class HostileInputTest {

    private static final long LITTLE = 1 << 18;
    private static final String RECORD = "{'type':'record','name':'R','fields':[{'name':'f','type':%s}]}";

    private final AvroCodec codec = new AvroCodec(form());

    PlanForm form() {
        return PlanForm.COMPOSED;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // 2^31-648 bytes are claimed and three follow
                "'string' | f0f5ffff0f616161 | limit.max.string.bytes",
                "'bytes' | f0f5ffff0f616161 | limit.max.string.bytes",
                "'string' | 80897a616161 | truncated",
                "{'type':'array','items':'long'} | f0f5ffff0f02 | limit.max.items",
                "{'type':'array','items':'long'} | 80897a02 | truncated",
                "{'type':'map','values':'long'} | 80d0acf30e026102 | limit.max.items",
                "{'type':'array','items':'null'} | 80c2d72f00 | limit.max.items",
                "{'type':'array','items':{'type':'record','name':'E','fields':[]}} | 809bee0200 | limit.max.items",
                "{'type':'array','items':{'type':'array','items':'null'}} | 0480897a0080897a0000 | limit.max.items",
                "{'type':'array','items':{'type':'fixed','name':'F','size':0}} | 80c2d72f00 | limit.max.items",
                "{'type':'array','items':'long'} | efebffff0f00 | limit.max.items",
                "{'type':'array','items':'long'} | ffffffffffffffffff0100 | block-count",
                "'string' | 0461c3 | utf-8",
                "'string' | 046162aa | trailing-bytes",
                "['null','string'] | 04 | union-index",
                "{'type':'enum','name':'N','symbols':['A']} | 02 | enum-index",
                "'boolean' | 02 | boolean"
            })
    void claimIsRefusedBeforeAnythingIsAllocatedForIt(String type, String hex, String rule) {
        // Given
        Schema schema = parse(RECORD.formatted(type));
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (Class<?> model : List.of(Map.class, GenericRecord.class)) {
            Decoder<?> decoder = codec.decoder(schema, schema, model, Limits.DEFAULT);
            refusal(decoder, bytes);

            // When
            long before = allocated();
            DecodeException fault = refusal(decoder, bytes);
            long spent = allocated() - before;

            // Then
            assertThat(fault.rule()).isEqualTo(rule);
            assertThat(fault.position()).isBetween(0, bytes.length);
            assertThat(fault.path()).startsWith(rule.equals("trailing-bytes") ? "" : "f");
            assertThat(spent).isLessThan(LITTLE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'string' | f0f5ffff0f616161 | limit.max.string.bytes",
                "{'type':'array','items':'long'} | f0f5ffff0f02 | limit.max.items",
                "{'type':'map','values':'long'} | 80d0acf30e026102 | limit.max.items",
                "{'type':'array','items':'null'} | 80c2d72f00 | limit.max.items",
                "{'type':'array','items':{'type':'record','name':'E','fields':[]}} | 809bee0200 | limit.max.items",
                "{'type':'array','items':'null'} | fffb8f5f0000 | limit.max.items",
                "['null','string'] | 04 | union-index"
            })
    void claimInAFieldThatIsSkippedIsRefusedToo(String type, String hex, String rule) {
        Schema writer = parse(RECORD.formatted(type));
        Schema reader = parse("{'type':'record','name':'R','fields':[]}");
        Decoder<?> decoder = codec.decoder(writer, reader, Map.class, Limits.DEFAULT);

        assertThat(refusal(decoder, HexFormat.of().parseHex(hex)).rule()).isEqualTo(rule);
    }

    @Test
    void recursionEndsAtTheLimitOnASmallStack() throws Exception {
        // Given
        Schema schema = parse("{'type':'record','name':'R','fields':[{'name':'next','type':['null','R']}]}");
        byte[] bytes = new byte[200_000];
        Arrays.fill(bytes, (byte) 2);
        Limits deepest = new Limits(1 << 20, 1 << 20, 1000, 100, 1000);
        for (Class<?> model : List.of(Map.class, GenericRecord.class)) {
            Decoder<?> decoder = codec.decoder(schema, schema, model, deepest);

            // When
            DecodeException fault = onStack(512 << 10, () -> refusal(decoder, bytes));

            // Then
            assertThat(fault.rule()).isEqualTo("limit.max.depth");
            assertThat(fault.path()).startsWith("next.next.next");
        }
    }

    @Test
    void recursionBeyondTheStackIsARefusalToo() throws Exception {
        Schema schema = parse("{'type':'record','name':'R','fields':[{'name':'next','type':['null','R']}]}");
        byte[] bytes = new byte[200_000];
        Arrays.fill(bytes, (byte) 2);
        Limits deepest = new Limits(1 << 20, 1 << 20, 1000, Limits.DEEPEST, 1000);
        Decoder<?> decoder = codec.decoder(schema, schema, Map.class, deepest);

        DecodeException fault = onStack(180 << 10, () -> refusal(decoder, bytes));

        assertThat(fault.rule()).isEqualTo("limit.max.depth");
    }

    @Test
    void deepestNestingThatCanBeConfiguredIsRead() {
        // Given
        Schema schema = parse("{'type':'record','name':'R','fields':[{'name':'next','type':['null','R']}]}");
        byte[] bytes = new byte[Limits.DEEPEST];
        Arrays.fill(bytes, (byte) 2);
        bytes[Limits.DEEPEST - 1] = 0;
        Limits deepest = new Limits(1 << 20, 1 << 20, 1000, Limits.DEEPEST, 1000);

        // When
        Map<?, ?> value = codec.decoder(schema, schema, Map.class, deepest).decode(ByteBuffer.wrap(bytes));

        // Then
        assertThat(codec.encoder(schema, Map.class, deepest).encode(new byte[0], value))
                .isEqualTo(bytes);
    }

    @Test
    void schemaTextThatIsNestedTooDeepIsNoSchema() {
        String text = "{'type':'array','items':".repeat(20_000) + "'int'" + "}".repeat(20_000);

        assertThatThrownBy(() -> parse(text)).isInstanceOf(SchemaParseException.class);
    }

    @Test
    void recursionWithoutEndInTheSchemaEndsAtTheLimit() {
        Schema schema = parse("{'type':'record','name':'R','fields':[{'name':'self','type':'R'}]}");
        Decoder<?> decoder = codec.decoder(schema, schema, Map.class, Limits.DEFAULT);

        assertThat(refusal(decoder, new byte[0]).rule()).isEqualTo("limit.max.depth");
    }

    @Test
    void defaultsAreMadeOnTheBudgetOfTheValue() {
        // Given
        Schema writer = parse("{'type':'array','items':{'type':'record','name':'E','fields':[]}}");
        Schema reader = parse("{'type':'array','items':{'type':'record','name':'E','fields':["
                + "{'name':'many','type':{'type':'array','items':'int'},'default':[1,2,3,4,5,6,7,8,9]}]}}");
        Limits limits = new Limits(100, 100, 1000, 10, 1000);
        Decoder<?> decoder = codec.decoder(writer, reader, List.class, limits);

        // When
        DecodeException fault = refusal(decoder, new byte[] {(byte) 0xa0, 0x06, 0});

        // Then
        assertThat(fault.rule()).isEqualTo("limit.max.items");
    }

    @Test
    void itemsThatTakeNoBytesEndAtALimitOfTheirOwn() {
        // Given
        Schema schema = parse("{'type':'array','items':{'type':'array','items':'null'}}");
        Decoder<?> decoder = codec.decoder(schema, schema, List.class, Limits.DEFAULT);
        List<List<Object>> most = List.of(Collections.nCopies(40_000, null), Collections.nCopies(25_536, null));
        List<List<Object>> more = List.of(Collections.nCopies(40_000, null), Collections.nCopies(25_537, null));

        // When
        byte[] bytes = codec.encoder(schema, List.class, Limits.DEFAULT).encode(new byte[0], most);
        byte[] oneMore = bytes.clone();
        // 25,536 items are 80 8f 03 as a varint.
        oneMore[6] += 2;

        // Then
        assertThat(decoder.decode(ByteBuffer.wrap(bytes))).isEqualTo(most);
        assertThat(refusal(decoder, oneMore).rule()).isEqualTo("limit.max.items");
        assertThatThrownBy(
                        () -> codec.encoder(schema, List.class, Limits.DEFAULT).encode(new byte[0], more))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("max.items");
    }

    @Test
    void pathOfAFaultBehindItemsWithoutBytesIsFoundAtOnce() {
        // Given
        Schema schema = parse("{'type':'array','items':{'type':'record','name':'R','fields':["
                + "{'name':'nulls','type':{'type':'array','items':'null'}},{'name':'b','type':'boolean'}]}}");
        Decoder<?> decoder = codec.decoder(schema, schema, List.class, Limits.DEFAULT);
        byte[] bytes = HexFormat.of().parseHex("0480897a008080040007");

        // When
        DecodeException tooMany = refusal(decoder, bytes);
        DecodeException broken = refusal(decoder, HexFormat.of().parseHex("0480800400018080040007"));

        // Then
        assertThat(tooMany.path()).isEqualTo("[0].nulls");
        assertThat(broken.rule()).isEqualTo("boolean");
        assertThat(broken.path()).isEqualTo("[1].b");
    }

    @Test
    void classThatOnlyTheSchemaNamesIsNeverLoaded() {
        // Given
        Schema schema = parse("{'type':'record','name':'Bomb','namespace':'dev.brine.serdes.avro',"
                + "'java-class':'dev.brine.serdes.avro.Bomb','fields':["
                + "{'name':'s','type':{'type':'string','java-class':'dev.brine.serdes.avro.Bomb',"
                + "'avro.java.string':'String'}}]}");
        byte[] bytes = {2, 'x'};

        // When
        Object map = codec.decoder(schema, schema, Object.class, Limits.DEFAULT).decode(ByteBuffer.wrap(bytes));
        GenericRecord generic = codec.decoder(schema, schema, GenericRecord.class, Limits.DEFAULT)
                .decode(ByteBuffer.wrap(bytes));

        // Then
        assertThat(map).isEqualTo(Map.of("s", "x"));
        assertThat(generic.get("s")).isEqualTo("x");
        assertThat(System.getProperty("brine.bomb")).isNull();
    }

    @Test
    void valueThatContainsItselfIsRefused() {
        // Given
        Schema schema = parse("{'type':'record','name':'R','fields':[{'name':'next','type':['null','R']}]}");
        Map<String, Object> snake = new HashMap<>();
        snake.put("next", snake);

        // When
        EncodeException refused =
                catchThrowableOfType(EncodeException.class, () -> codec.encoder(schema, Map.class, Limits.DEFAULT)
                        .encode(new byte[0], snake));

        // Then
        assertThat(refused).hasMessageContaining("max.depth");
    }

    private static DecodeException refusal(Decoder<?> decoder, byte[] bytes) {
        return catchThrowableOfType(DecodeException.class, () -> decoder.decode(ByteBuffer.wrap(bytes)));
    }

    private static <T> T onStack(long size, java.util.function.Supplier<T> task) throws InterruptedException {
        AtomicReference<T> result = new AtomicReference<>();
        Thread thread = new Thread(null, () -> result.set(task.get()), "small stack", size);
        thread.start();
        thread.join();
        return result.get();
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text.replace('\'', '"'));
    }
}
