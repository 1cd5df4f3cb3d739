package dev.brine.serdes.record;

import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Reading;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.StartProblem;
import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.frame.Frames;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Recognises frame, codec and schema of each record, and reads by the readings of its topic. */
final class SchemaRecordReader<T> implements RecordReader<T> {

    private final SerdeOptions<T> options;
    private final List<Frame> frames;
    private final boolean[] speaksInHeaders;
    private final boolean anyInHeaders;
    private final boolean bareAmongOthers;
    private final ContentTypes types;
    private final ReaderSchemas schemas;
    private final Unknowns unknowns;
    private final KnownSchemas known;
    private final SerdeMeters meters;
    private final Map<String, TopicReader<T>> topics = new ConcurrentHashMap<>();
    private volatile @Nullable TopicReader<T> last;

    SchemaRecordReader(SerdeOptions<T> options) {
        this(options, System::nanoTime);
    }

    SchemaRecordReader(SerdeOptions<T> options, LongSupplier nanos) {
        this.options = options;
        this.frames = options.accepted();
        this.types = new ContentTypes(options.codec(), options.codecs());
        this.schemas = new ReaderSchemas(options);
        this.unknowns = new Unknowns(nanos);
        this.known = new KnownSchemas(options.registry(), unknowns, nanos);
        this.meters = new SerdeMeters(options.meters());
        boolean[] inHeaders = new boolean[frames.size()];
        boolean any = false;
        for (int i = 0; i < inHeaders.length; i++) {
            inHeaders[i] = !frames.get(i).headers(options.key()).isEmpty();
            any |= inHeaders[i];
        }
        this.speaksInHeaders = inHeaders;
        this.anyInHeaders = any;
        this.bareAmongOthers = frames.contains(Frames.NONE) && frames.size() > 1;
        if (bareAmongOthers && frames.get(frames.size() - 1) != Frames.NONE) {
            throw new IllegalArgumentException(
                    "frame none takes whatever the others do not, so it must be the last of those accepted");
        }
    }

    @Override
    public Reading<T> resolve(String topic, Headers headers, ByteBuffer bytes) {
        TopicReader<T> reader = of(topic);
        try {
            int codec = options.key() ? 0 : types.of(headers);
            VersionedReading<T> reading = anyInHeaders ? fromHeaders(reader, codec, headers, bytes) : null;
            if (reading == null) {
                reading = fromPayload(reader, codec, bytes);
            }
            return reading;
        } catch (DecodeException e) {
            throw e.where() == null ? e.in("topic " + topic, 0) : e;
        }
    }

    private @Nullable VersionedReading<T> fromHeaders(
            TopicReader<T> reader, int codec, Headers headers, ByteBuffer bytes) {
        for (int i = 0; i < speaksInHeaders.length; i++) {
            if (speaksInHeaders[i]) {
                VersionedReading<T> reading = frames.get(i).fromHeaders(headers, options.key(), reader.table(i, codec));
                if (reading != null) {
                    reader.seen(i);
                    if (hasPrefix(bytes)) {
                        reader.conflict(i);
                    }
                    return reading;
                }
            }
        }
        return null;
    }

    /** Whether the payload, named by a header already, also begins with a frame of its own. The header holds. */
    private boolean hasPrefix(ByteBuffer bytes) {
        for (int i = 0; i < frames.size(); i++) {
            if (known.mayBegin(frames.get(i), bytes)) {
                return true;
            }
        }
        return false;
    }

    private VersionedReading<T> fromPayload(TopicReader<T> reader, int codec, ByteBuffer bytes) {
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            if (bareAmongOthers && frame != Frames.NONE && !known.begins(frame, bytes)) {
                continue;
            }
            VersionedReading<T> reading = frame.fromPayload(bytes, reader.table(i, codec));
            if (reading != null) {
                reader.seen(i);
                return reading;
            }
        }
        throw reader.unrecognised(bytes);
    }

    @Override
    public List<StartProblem> verify(String topic) {
        Schema own = GeneratedSchema.of(options.type());
        if (own == null && !options.subjectIsOfTopic()) {
            // The records will say which subject it is.
            return List.of();
        }
        String subject = options.subject(topic, own == null ? options.type().getName() : own.getFullName());
        try {
            List<SchemaVersion> versions = options.registry().versions(subject);
            return versions.isEmpty() ? unknown(topic, subject) : of(topic).misfits(subject, versions);
        } catch (RegistryUnavailableException e) {
            return List.of(new StartProblem(topic, subject, String.valueOf(e.getMessage()), true));
        } catch (RegistryException e) {
            return List.of(new StartProblem(topic, subject, String.valueOf(e.getMessage()), false));
        }
    }

    private List<StartProblem> unknown(String topic, String subject) {
        boolean anything = options.type() == Object.class && options.version() instanceof VersionChoice.AsWritten;
        if (anything || options.registration() == Registration.AUTO) {
            return List.of();
        }
        return List.of(new StartProblem(
                topic,
                subject,
                "the subject is not in " + options.registry().location()
                        + "; release a first version, bind the topic to its subject in subjects.yml, or set"
                        + " brine.subject or brine.registry to what you meant",
                false));
    }

    private TopicReader<T> of(String topic) {
        TopicReader<T> reader = last;
        // Clients pass the same string again and again, so that looking at the reference is nearly always enough.
        if (reader == null || !reader.topic().equals(topic) || reader.outdated()) {
            reader = topics.compute(topic, (name, old) -> old == null || old.outdated() ? make(name) : old);
            last = reader;
        }
        return reader;
    }

    private TopicReader<T> make(String topic) {
        return new TopicReader<>(topic, options, types, schemas, unknowns, meters);
    }

    @Override
    public void close() {
        topics.clear();
        last = null;
    }
}
