package dev.brine.serdes.record;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.TopicBinding;
import dev.brine.registry.TopicBindings;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.Limits;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.RecordWriter;
import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.frame.Frames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How objects of one type become the keys or values of records, and how they are read back.
 *
 * <pre>{@code
 * RecordReader<Order> orders = SerdeOptions.of(registry, Order.class).codec("json").build().reader();
 * }</pre>
 *
 * Immutable. The registry and the meters stay the caller's, who closes them after the readers and writers made here.
 *
 * @param type a generated class, a Java record, a plain class, {@code Map}, {@code GenericRecord}, or {@code Object}
 *     for whatever comes: then a reader gives generic records and plain values
 * @param codec what is written, and what is read where no {@code content-type} header names another
 * @param codecs what a {@code content-type} header can name besides
 * @param frame what is written
 * @param accepted what is read, in this order
 * @param key whether this is for keys; otherwise for values
 * @param meters where {@code brine.encode}, {@code brine.decode}, {@code brine.frames.seen} and {@code
 *     brine.schema.cache} are kept
 */
public record SerdeOptions<T>(
        SchemaRegistry registry,
        Class<T> type,
        Codec codec,
        List<Codec> codecs,
        Frame frame,
        List<Frame> accepted,
        SubjectNaming subjects,
        VersionChoice version,
        Registration registration,
        Limits limits,
        boolean key,
        MeterRegistry meters) {

    public SerdeOptions {
        requireNonNull(registry, "registry");
        requireNonNull(type, "type");
        requireNonNull(codec, "codec");
        codecs = List.copyOf(codecs);
        requireNonNull(frame, "frame");
        accepted = List.copyOf(accepted);
        if (accepted.isEmpty()) {
            throw new IllegalArgumentException("no frame is accepted; name at least one, such as confluent");
        }
        requireNonNull(subjects, "subjects");
        requireNonNull(version, "version");
        requireNonNull(registration, "registration");
        requireNonNull(limits, "limits");
        requireNonNull(meters, "meters");
    }

    /** Begins with avro under Confluent's frame, values, subjects named by topic, nothing registered. */
    public static <T> Builder<T> of(SchemaRegistry registry, Class<T> type) {
        return new Builder<>(registry, type);
    }

    /**
     * @throws IllegalArgumentException if the options make no sense for a writer, or a generated class's schema cannot
     *     be written because the subject, where it is known without a topic, does not have it
     */
    public RecordWriter<T> writer() {
        return new SchemaRecordWriter<>(this);
    }

    /** @throws IllegalArgumentException if the options make no sense for a reader */
    public RecordReader<T> reader() {
        return new SchemaRecordReader<>(this);
    }

    /** The subject of a topic's schemas; one that is written down with the registry wins over the usual name. */
    String subject(String topic, String record) {
        if (subjects == SubjectNaming.TOPIC && !key && registry instanceof TopicBindings bindings) {
            Optional<TopicBinding> binding = bindings.binding(topic);
            if (binding.isPresent()) {
                return binding.get().subject();
            }
        }
        return subjects.subject(topic, key, record);
    }

    /** Whether topic and side alone say which subject it is. */
    boolean subjectIsOfTopic() {
        return subjects == SubjectNaming.TOPIC || subjects instanceof FixedSubject;
    }

    /** Collects options; not safe for use by several threads. */
    public static final class Builder<T> {

        private final SchemaRegistry registry;
        private final Class<T> type;
        private @Nullable Codec codec;
        private @Nullable List<Codec> codecs;
        private Frame frame = Frames.CONFLUENT;
        private @Nullable List<Frame> accepted;
        private SubjectNaming subjects = SubjectNaming.TOPIC;
        private VersionChoice version = new VersionChoice.Usual();
        private Registration registration = Registration.NEVER;
        private Limits limits = Limits.DEFAULT;
        private boolean key;
        private MeterRegistry meters = Metrics.globalRegistry;

        private Builder(SchemaRegistry registry, Class<T> type) {
            this.registry = registry;
            this.type = type;
        }

        public Builder<T> codec(Codec codec) {
            this.codec = codec;
            return this;
        }

        /** A codec on the class path, such as {@code json}. */
        public Builder<T> codec(String name) {
            return codec(Codecs.named(name));
        }

        /** What a {@code content-type} header can name besides; without this, all on the class path. */
        public Builder<T> codecs(List<Codec> codecs) {
            this.codecs = codecs;
            return this;
        }

        /** What is written, and read besides what is accepted already. */
        public Builder<T> frame(Frame frame) {
            this.frame = frame;
            return this;
        }

        /** A frame on the class path, such as {@code confluent-header}. */
        public Builder<T> frame(String name) {
            return frame(Frames.named(name));
        }

        /** What is read; without this, {@link Frames#ACCEPTED}, or only {@code none} if that is what is written. */
        public Builder<T> accepted(List<Frame> accepted) {
            this.accepted = accepted;
            return this;
        }

        public Builder<T> subjects(SubjectNaming subjects) {
            this.subjects = subjects;
            return this;
        }

        /** One subject, whatever topic and type. */
        public Builder<T> subject(String subject) {
            return subjects(new FixedSubject(subject));
        }

        public Builder<T> version(VersionChoice version) {
            this.version = version;
            return this;
        }

        public Builder<T> registration(Registration registration) {
            this.registration = registration;
            return this;
        }

        public Builder<T> limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        public Builder<T> key(boolean key) {
            this.key = key;
            return this;
        }

        public Builder<T> meters(MeterRegistry meters) {
            this.meters = meters;
            return this;
        }

        public SerdeOptions<T> build() {
            return new SerdeOptions<>(
                    registry,
                    type,
                    codec == null ? Codecs.named("avro") : codec,
                    codecs == null ? Codecs.all() : codecs,
                    frame,
                    accepted == null ? usuallyAccepted(frame) : accepted,
                    subjects,
                    version,
                    registration,
                    limits,
                    key,
                    meters);
        }

        public RecordWriter<T> writer() {
            return build().writer();
        }

        public RecordReader<T> reader() {
            return build().reader();
        }

        // A bare value could begin as any frame does, so "none" stands alone unless somebody lists it with others.
        private static List<Frame> usuallyAccepted(Frame written) {
            if (written == Frames.NONE) {
                return List.of(written);
            }
            if (Frames.ACCEPTED.contains(written)) {
                return Frames.ACCEPTED;
            }
            List<Frame> frames = new ArrayList<>(Frames.ACCEPTED);
            frames.add(0, written);
            if (written == Frames.APICURIO) {
                // Ids of both widths are taken only where somebody lists both.
                frames.remove(Frames.CONFLUENT);
            }
            return frames;
        }
    }
}
