package dev.brine.serdes.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Reading;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.TestRegistry;
import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.frame.Frames;
import dev.brine.serdes.json.JsonCodec;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRecordReaderTest {

    private static final String TOPIC = "people";
    private static final String V1 =
            "{\"type\":\"record\",\"name\":\"Person\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"}]}";
    private static final String V2 =
            "{\"type\":\"record\",\"name\":\"Person\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"},"
                    + "{\"name\":\"age\",\"type\":\"int\",\"default\":-1}]}";
    private static final String V2_OTHER_DEFAULT = V2.replace("-1", "0");

    /** The value {@code {"name":"Jo"}} of version 1 in Avro. */
    private static final String JO = "044a6f";

    private final TestRegistry registry = new TestRegistry();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Headers headers = new RecordHeaders();
    private final AtomicLong nanos = new AtomicLong();

    record Person(String name, int age) {}

    @Test
    void tombstoneAsksNobody() {
        registry.down(true);

        assertThat(reader(Map.class).read(TOPIC, headers, null)).isNull();
        assertThat(registry.lookups()).isZero();
    }

    @Test
    void everyUsualFrameIsRead() {
        // Given
        SchemaVersion v1 = registry.add("people-value", 7, V1);
        RecordReader<Map> reader = reader(Map.class);
        String guid = v1.schema().guid().toString().replace("-", "");
        String fingerprint = HexFormat.of()
                .formatHex(ByteBuffer.allocate(8)
                        .putLong(Long.reverseBytes(v1.schema().fingerprint()))
                        .array());

        // When / Then
        for (String frame : List.of("0000000007", "01" + guid, "c301" + fingerprint)) {
            assertThat(reader.read(TOPIC, headers, hex(frame + JO))).isEqualTo(Map.of("name", "Jo"));
        }
        for (String header : List.of("0000000007", "01" + guid)) {
            Headers with =
                    new RecordHeaders().add("__value_schema_id", HexFormat.of().parseHex(header));
            assertThat(reader.read(TOPIC, with, hex(JO))).isEqualTo(Map.of("name", "Jo"));
        }
    }

    @Test
    void headerHoldsWhereThePayloadHasAFrameTooAndThatIsCounted() {
        // Given
        registry.add("people-value", 7, "\"bytes\"");
        registry.add("people-value", 8, V1);
        RecordReader<Object> reader =
                options(Object.class).version(new VersionChoice.AsWritten()).reader();
        Headers header = new RecordHeaders().add("__value_schema_id", new byte[] {0, 0, 0, 0, 7});

        // When
        Object stale = reader.read(TOPIC, header, hex("0000000008" + JO));
        Object clean = reader.read(TOPIC, header, hex("00000000ff" + JO));

        // Then
        assertThat(stale).isEqualTo(hex("0000000008" + JO));
        assertThat(clean).isEqualTo(hex("00000000ff" + JO));
        assertThat(frames("confluent-header", "conflict")).isEqualTo(1);
        assertThat(frames("confluent-header", "seen")).isEqualTo(2);
    }

    @Test
    void bytesThatLookLikeFramesDoNotFloodTheRegistry() {
        // Given
        registry.add("people-value", 7, "\"bytes\"");
        RecordReader<Object> reader = reader(Object.class);
        Headers header = new RecordHeaders().add("__value_schema_id", new byte[] {0, 0, 0, 0, 7});

        // When
        for (int i = 1000; i < 3000; i++) {
            reader.read(TOPIC, header, ByteBuffer.allocate(6).putInt(1, i));
        }

        // Then
        assertThat(registry.lookups()).isLessThan(30);
    }

    @Test
    void unknownIdIsRefusedAndNotAskedForAgainAtOnce() {
        // Given
        RecordReader<Map> reader = new SchemaRecordReader<>(options(Map.class).build(), nanos::get);

        // When / Then
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> reader.read(TOPIC, headers, hex("0000000009" + JO)))
                    .isInstanceOfSatisfying(DecodeException.class, e -> {
                        assertThat(e.rule()).isEqualTo("unknown-schema");
                        assertThat(e).hasMessageContainingAll("topic people", "schema id 9", "test", "brine.registry");
                    });
        }
        assertThat(registry.lookups()).isEqualTo(1);

        registry.add("people-value", 9, V1);
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(reader.read(TOPIC, headers, hex("0000000009" + JO))).isEqualTo(Map.of("name", "Jo"));
    }

    @Test
    void negativeIdIsUnknown() {
        assertThatThrownBy(() -> reader(Map.class).read(TOPIC, headers, hex("00ffffffff" + JO)))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("unknown-schema"));
    }

    @Test
    void registryThatIsDownIsNoFaultOfTheRecord() {
        registry.add("people-value", 7, V1);
        RecordReader<Map> reader = reader(Map.class);
        registry.down(true);

        assertThatThrownBy(() -> reader.read(TOPIC, headers, hex("0000000007" + JO)))
                .isInstanceOf(RegistryUnavailableException.class);

        registry.down(false);
        assertThat(reader.read(TOPIC, headers, hex("0000000007" + JO))).isEqualTo(Map.of("name", "Jo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7b7d", "80044b012e", "03", "ff"})
    void foreignPayloadIsRefusedByItsFirstByteAlone(String hex) {
        assertThatThrownBy(() -> reader(Map.class).read(TOPIC, headers, hex(hex)))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("frame.unknown");
                    assertThat(e).hasMessageContainingAll("0x" + hex.substring(0, 2), "confluent-header", "accepted");
                });
        assertThat(frames("unrecognised", "unrecognised")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00000000", "01", "c3", "c30102"})
    void payloadThatIsTooShortForAFrameIsTruncated(String hex) {
        assertThatThrownBy(() -> reader(Map.class).read(TOPIC, headers, hex(hex)))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("frame.truncated"));
    }

    @Test
    void frameThatIsNotAcceptedIsNotRecognised() {
        registry.add("people-value", 7, V1);
        RecordReader<Map> reader =
                options(Map.class).accepted(List.of(Frames.SINGLE_OBJECT)).reader();

        assertThatThrownBy(() -> reader.read(TOPIC, headers, hex("0000000007" + JO)))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("frame.unknown"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 5_000, 65_535, 65_536, 1_000_000_007, Integer.MAX_VALUE})
    void idsOfAnySizeAreFoundAgain(int id) {
        // Given
        registry.add("people-value", id, V1);
        RecordReader<Map> reader = reader(Map.class);
        String record = String.format("00%08x", id) + JO;

        // When
        Reading<Map> first = reader.resolve(TOPIC, headers, hex(record));
        Reading<Map> second = reader.resolve(TOPIC, headers, hex(record));

        // Then
        assertThat(second).isSameAs(first);
        assertThat(first.writer().schema().id()).isEqualTo(id);
    }

    @Test
    void manyIdsOfAllSizesAreFoundAgain() {
        RecordReader<Map> reader = reader(Map.class);
        int[] ids = new int[300];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i % 3 == 0 ? i + 1 : i % 3 == 1 ? 100_000 + i * 7_919 : Integer.MAX_VALUE - i;
            registry.add("people-value", ids[i], V1);
        }
        for (int round = 0; round < 2; round++) {
            for (int id : ids) {
                Reading<Map> reading = reader.resolve(TOPIC, headers, hex(String.format("00%08x", id) + JO));
                assertThat(reading.writer().schema().id()).isEqualTo(id);
            }
        }
        assertThat(registry.lookups()).isEqualTo(ids.length);
    }

    @Test
    void contentTypeNamesTheCodecOfValuesAndNotOfKeys() {
        // Given
        registry.add("people-value", 7, V1);
        registry.add("people-key", 8, V1);
        Headers json = new RecordHeaders().add("content-type", "application/json".getBytes(UTF_8));
        Headers verbose = new RecordHeaders().add("content-type", "Application/JSON; charset=utf-8".getBytes(UTF_8));
        Headers foreign = new RecordHeaders().add("content-type", "application/cloudevents".getBytes(UTF_8));
        String text = HexFormat.of().formatHex("{\"name\":\"Jo\"}".getBytes(UTF_8));

        // When / Then
        RecordReader<Map> reader = reader(Map.class);
        assertThat(reader.read(TOPIC, json, hex("0000000007" + text))).isEqualTo(Map.of("name", "Jo"));
        assertThat(reader.read(TOPIC, verbose, hex("0000000007" + text))).isEqualTo(Map.of("name", "Jo"));
        assertThat(reader.read(TOPIC, foreign, hex("0000000007" + JO))).isEqualTo(Map.of("name", "Jo"));
        assertThat(reader.resolve(TOPIC, json, hex("0000000007" + text)).codec())
                .isEqualTo("json");
        assertThat(options(Map.class).key(true).reader().read(TOPIC, json, hex("0000000008" + JO)))
                .isEqualTo(Map.of("name", "Jo"));
        assertThat(options(Map.class).codec(new JsonCodec()).reader().read(TOPIC, headers, hex("0000000007" + text)))
                .isEqualTo(Map.of("name", "Jo"));
    }

    @Test
    void javaRecordIsReadAsTheNewestVersion() {
        registry.add("people-value", 7, V1);
        registry.add("people-value", 8, V2);

        assertThat(reader(Person.class).read(TOPIC, headers, hex("0000000007" + JO)))
                .isEqualTo(new Person("Jo", -1));
    }

    @Test
    void versionCanBeChosen() {
        registry.add("people-value", 7, V1);
        registry.add("people-value", 8, V2);
        ByteBuffer newer = hex("0000000008" + JO + "04");

        assertThat(read(new VersionChoice.Usual(), newer)).isEqualTo(Map.of("name", "Jo", "age", 2));
        assertThat(read(new VersionChoice.Exactly(1), newer)).isEqualTo(Map.of("name", "Jo"));
        assertThat(read(new VersionChoice.AsWritten(), hex("0000000007" + JO))).isEqualTo(Map.of("name", "Jo"));
        assertThat(read(new VersionChoice.Latest(), hex("0000000007" + JO))).isEqualTo(Map.of("name", "Jo", "age", -1));
        assertThatThrownBy(() -> read(new VersionChoice.Exactly(9), newer))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e).hasMessageContaining("no version 9"));
    }

    @Test
    void newerVersionThatAppearsIsWhatAllRecordsAreReadAs() {
        // Given
        registry.add("people-value", 7, V1);
        RecordReader<Map> reader = reader(Map.class);
        assertThat(reader.read(TOPIC, headers, hex("0000000007" + JO))).isEqualTo(Map.of("name", "Jo"));

        // When
        registry.add("people-value", 8, V2);
        reader.read(TOPIC, headers, hex("0000000008" + JO + "04"));

        // Then
        assertThat(reader.read(TOPIC, headers, hex("0000000007" + JO))).isEqualTo(Map.of("name", "Jo", "age", -1));
    }

    @Test
    void topicWithoutASubjectOfItsOwnIsReadByTheSubjectThatHasTheSchema() {
        registry.add("people-value", 7, V1);
        registry.add("people-value", 8, V2);

        Reading<Map> reading = reader(Map.class).resolve("copy-of-people", headers, hex("0000000007" + JO));

        assertThat(reading.writer().name()).hasToString("people-value v1");
        assertThat(reading.decode(hex(JO))).isEqualTo(Map.of("name", "Jo", "age", -1));
    }

    @Test
    void writerIsNamedByTheTopicsOwnSubject() {
        SchemaVersion own = registry.add("zebra-value", 7, V1);
        registry.add("ant-value", 7, own.schema().schema());

        assertThat(reader(Map.class)
                        .resolve("zebra", headers, hex("0000000007" + JO))
                        .writer()
                        .name())
                .hasToString("zebra-value v1");
    }

    @Test
    void sharedFingerprintMeansTheNewestOfTheTopicsOwnSubjectElseTheHighestId() {
        // Given
        SchemaVersion own = registry.add("people-value", 7, V2);
        registry.add("other-value", 9, V2_OTHER_DEFAULT);
        String record =
                "c301" + String.format("%016x", Long.reverseBytes(own.schema().fingerprint())) + JO + "04";

        // When / Then
        assertThat(reader(Map.class)
                        .resolve(TOPIC, headers, hex(record))
                        .writer()
                        .schema()
                        .id())
                .isEqualTo(7);
        assertThat(reader(Map.class)
                        .resolve("third", headers, hex(record))
                        .writer()
                        .schema()
                        .id())
                .isEqualTo(9);
    }

    @Test
    void schemaThatCannotBeReadIsAFaultOfItsRecordsAlone() {
        // Given
        registry.add(
                "people-value",
                6,
                "{\"type\":\"record\",\"name\":\"Person\",\"fields\":[{\"name\":\"name\",\"type\":\"int\"}]}");
        registry.add("people-value", 7, V1);
        RecordReader<Map> reader = reader(Map.class);

        // When
        Reading<Map> bad = reader.resolve(TOPIC, headers, hex("000000000602"));

        // Then
        assertThat(bad.writer().name()).hasToString("people-value v1");
        assertThatThrownBy(() -> bad.decode(hex("02"))).isInstanceOfSatisfying(DecodeException.class, e -> {
            assertThat(e.rule()).isEqualTo("incompatible-schema");
            assertThat(e).hasMessageContainingAll("people-value v1", "people-value v2", "name");
        });
        assertThat(reader.read(TOPIC, headers, hex("0000000007" + JO))).isEqualTo(Map.of("name", "Jo"));
    }

    @Test
    void bareValuesAreReadByTheBindingsSchema() {
        registry.add("people-value", 7, V1);

        Reading<Map> reading = options(Map.class).frame(Frames.NONE).reader().resolve(TOPIC, headers, hex(JO));

        assertThat(reading.frame()).isEqualTo("none");
        assertThat(reading.decode(hex(JO))).isEqualTo(Map.of("name", "Jo"));
        assertThatThrownBy(() -> options(Map.class).frame(Frames.NONE).reader().read("strange", headers, hex(JO)))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("unknown-schema");
                    assertThat(e).hasMessageContaining("strange-value");
                });
    }

    @Test
    void amongOthersAPrefixCountsOnlyIfTheRegistryKnowsIt() {
        // Given
        registry.add("people-value", 7, "\"long\"");
        List<Frame> both = List.of(Frames.CONFLUENT, Frames.NONE);
        RecordReader<Object> reader = options(Object.class).accepted(both).reader();

        // When / Then
        assertThat(reader.read(TOPIC, headers, hex("00000000070e"))).isEqualTo(7L);
        assertThat(reader.read(TOPIC, headers, hex("00"))).isEqualTo(0L);
        assertThat(reader.read(TOPIC, headers, hex("0e"))).isEqualTo(7L);
        assertThat(frames("none", "seen")).isEqualTo(2);
        assertThatThrownBy(() -> options(Object.class)
                        .accepted(List.of(Frames.NONE, Frames.CONFLUENT))
                        .reader())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bothWidthsOfIdsAreToldApartWhereBothAreAccepted() {
        // Given
        registry.add("people-value", 7, "\"long\"");
        RecordReader<Object> inOneOrder = options(Object.class)
                .accepted(List.of(Frames.CONFLUENT, Frames.APICURIO))
                .reader();
        RecordReader<Object> inTheOther = options(Object.class)
                .accepted(List.of(Frames.APICURIO, Frames.CONFLUENT))
                .reader();
        for (RecordReader<Object> reader : List.of(inOneOrder, inTheOther)) {
            // When / Then
            assertThat(reader.read(TOPIC, headers, hex("00000000070e"))).isEqualTo(7L);
            assertThat(reader.read(TOPIC, headers, hex("0000000000000000070e"))).isEqualTo(7L);
            for (String neither : List.of("00000000080e", "0000000000000000080e", "0000000000000000000e")) {
                assertThatThrownBy(() -> reader.read(TOPIC, headers, hex(neither)))
                        .isInstanceOfSatisfying(
                                DecodeException.class, e -> assertThat(e.rule()).isEqualTo("unknown-schema"));
            }
        }
        assertThat(frames("confluent", "seen")).isEqualTo(2);
        assertThat(frames("apicurio", "seen")).isEqualTo(2);
    }

    @Test
    void widthThatIsNotAcceptedIsNamedInTheRefusal() {
        registry.add("people-value", 7, "\"long\"");
        RecordReader<Object> eight = options(Object.class).frame("apicurio").reader();

        assertThatThrownBy(() -> eight.read(TOPIC, headers, hex("00000000070e")))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("frame.unknown");
                    assertThat(e).hasMessageContaining("frame confluent");
                });
        assertThatThrownBy(() -> reader(Object.class).read(TOPIC, headers, hex("0000000000000000070e")))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).isEqualTo("frame.unknown");
                    assertThat(e).hasMessageContaining("frame apicurio");
                });
    }

    @Test
    void apicuriosHeaderHoldsOverAPrefixAndThatIsCounted() {
        // Given
        registry.add("people-value", 7, "\"bytes\"");
        registry.add("people-value", 8, V1);
        RecordReader<Object> reader = options(Object.class)
                .version(new VersionChoice.AsWritten())
                .accepted(List.of(Frames.APICURIO_HEADER, Frames.APICURIO, Frames.CONFLUENT))
                .reader();
        Headers header = new RecordHeaders().add("apicurio.value.contentId", new byte[] {0, 0, 0, 0, 0, 0, 0, 7});

        // When
        Object eight = reader.read(TOPIC, header, hex("12000000000000000008"));
        assertThat(frames("apicurio-header", "conflict")).isZero();
        Object staleEight = outcome(() -> reader.read(TOPIC, header, hex("000000000000000008" + JO)));
        Object staleFour = outcome(() -> reader.read(TOPIC, header, hex("0000000008" + JO)));

        // Then
        assertThat(eight).isEqualTo(hex("000000000000000008"));
        assertThat(staleEight).isInstanceOf(DecodeException.class);
        assertThat(staleFour).isInstanceOf(DecodeException.class);
        assertThat(frames("apicurio-header", "conflict")).isEqualTo(2);
        assertThat(frames("apicurio-header", "seen")).isEqualTo(3);
    }

    private static Object outcome(Supplier<Object> read) {
        try {
            return read.get();
        } catch (DecodeException e) {
            return e;
        }
    }

    @Test
    void topLevelBytesHaveNoLengthUnderConfluentsFrames() {
        registry.add("people-value", 7, "\"bytes\"");

        assertThat(reader(byte[].class).read(TOPIC, headers, hex("0000000007aabb")))
                .containsExactly(0xaa, 0xbb);
        assertThat(reader(byte[].class).read(TOPIC, headers, hex("0000000007"))).isEmpty();
        byte[] large = new byte[100_000];
        Arrays.fill(large, (byte) 9);
        ByteBuffer record = ByteBuffer.allocate(100_005).put(5, large).put(4, (byte) 7);
        assertThat(reader(byte[].class).read(TOPIC, headers, record)).isEqualTo(large);
    }

    @Test
    void withoutATypeRecordsAreGeneric() {
        registry.add("people-value", 7, V1);

        assertThat(reader(Object.class).read(TOPIC, headers, hex("0000000007" + JO)))
                .isInstanceOfSatisfying(GenericRecord.class, person -> assertThat(person.get("name"))
                        .hasToString("Jo"));
    }

    @Test
    void faultInTheValueIsPlacedInThePayloadAndCounted() {
        registry.add("people-value", 7, V1);

        assertThatThrownBy(() -> reader(Map.class).read(TOPIC, headers, hex("0000000007084a6f")))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.where()).isEqualTo("topic people, people-value v1");
                    assertThat(e.position()).isEqualTo(5);
                    assertThat(e.path()).isEqualTo("name");
                });
        assertThat(meters.get("brine.decode")
                        .tags(
                                "topic",
                                TOPIC,
                                "subject",
                                "people-value",
                                "version",
                                "1",
                                "codec",
                                "avro",
                                "outcome",
                                "failed")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void valuesAreTimedAndLoadsCounted() {
        registry.add("people-value", 7, V1);
        RecordReader<Map> reader = reader(Map.class);

        reader.read(TOPIC, headers, hex("0000000007" + JO));
        reader.read(TOPIC, headers, hex("0000000007" + JO));

        assertThat(meters.get("brine.decode").tag("outcome", "ok").timer().count())
                .isEqualTo(2);
        assertThat(meters.get("brine.schema.cache")
                        .tag("outcome", "loaded")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(frames("confluent", "seen")).isEqualTo(2);
    }

    @Test
    void valuesAreCountedAsSoonAsSomebodyWatches() {
        // Given: a registry like the global one, with nobody behind it
        registry.add("people-value", 7, V1);
        CompositeMeterRegistry several = new CompositeMeterRegistry();
        RecordReader<Map> reader = options(Map.class).meters(several).reader();
        reader.read(TOPIC, headers, hex("0000000007" + JO));

        // When
        several.add(meters);
        reader.read(TOPIC, headers, hex("0000000007" + JO));

        // Then
        assertThat(meters.get("brine.decode").tag("outcome", "ok").timer().count())
                .isEqualTo(1);
        assertThat(frames("confluent", "seen")).isEqualTo(1);
    }

    @Test
    void knownSchemaIsFoundWithoutAllocation() {
        // Given
        registry.add("people-value", 7, V1);
        RecordReader<Map> reader = reader(Map.class);
        ByteBuffer bytes = hex("0000000007" + JO);
        for (int i = 0; i < 20_000; i++) {
            reader.resolve(TOPIC, headers, bytes.rewind());
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();

        // When
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < 10_000; i++) {
            reader.resolve(TOPIC, headers, bytes.rewind());
        }
        long allocated = threads.getThreadAllocatedBytes(id) - before;

        // Then
        assertThat(allocated).isLessThan(10_000);
    }

    @Test
    void manyThreadsLoadEachSchemaOnce() throws Exception {
        // Given
        int schemas = 200;
        for (int id = 1; id <= schemas; id++) {
            registry.add("people-value", id * 977, V1);
        }
        RecordReader<Map> reader = reader(Map.class);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        CyclicBarrier together = new CyclicBarrier(4);
        try {
            // When
            List<Callable<Integer>> tasks = Collections.nCopies(4, () -> {
                together.await();
                int right = 0;
                for (int id = 1; id <= schemas; id++) {
                    ByteBuffer record = hex(String.format("00%08x", id * 977) + JO);
                    Reading<Map> reading = reader.resolve(TOPIC, headers, record);
                    boolean fits = reading.writer().schema().id() == id * 977
                            && reading.decode(record).equals(Map.of("name", "Jo"));
                    right += fits ? 1 : 0;
                }
                return right;
            });

            // Then
            for (Future<Integer> right : pool.invokeAll(tasks)) {
                assertThat(right.get()).isEqualTo(schemas);
            }
            assertThat(registry.lookups()).isEqualTo(schemas);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() ->
                        options(Map.class).version(new VersionChoice.OfObject()).reader())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("carries a schema");
        assertThatThrownBy(() -> options(Map.class).accepted(List.of()).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Object read(VersionChoice version, ByteBuffer bytes) {
        return options(Map.class).version(version).reader().read(TOPIC, headers, bytes.rewind());
    }

    private <T> RecordReader<T> reader(Class<T> type) {
        return options(type).reader();
    }

    private <T> SerdeOptions.Builder<T> options(Class<T> type) {
        return SerdeOptions.of(registry, type).meters(meters);
    }

    private double frames(String frame, String outcome) {
        return meters.get("brine.frames.seen")
                .tags("topic", TOPIC, "frame", frame, "outcome", outcome)
                .counter()
                .count();
    }

    private static ByteBuffer hex(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
