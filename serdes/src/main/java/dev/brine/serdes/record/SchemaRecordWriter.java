package dev.brine.serdes.record;

import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.RecordWriter;
import dev.brine.serdes.StartProblem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Writes by the plans of each topic. */
final class SchemaRecordWriter<T> implements RecordWriter<T> {

    private final SerdeOptions<T> options;
    private final WriterSchemas schemas;
    private final HeaderMarks marks;
    private final SerdeMeters meters;
    private final Map<String, TopicWriter<T>> topics = new ConcurrentHashMap<>();
    private volatile @Nullable TopicWriter<T> last;

    SchemaRecordWriter(SerdeOptions<T> options) {
        this.options = options;
        this.schemas = new WriterSchemas(options);
        this.marks =
                new HeaderMarks(options.frame(), new ContentTypes(options.codec(), options.codecs()), options.key());
        this.meters = new SerdeMeters(options.meters());
        Schema own = GeneratedSchema.of(options.type());
        requireSense(own);
        boolean anyTopic = options.subjects() == SubjectNaming.RECORD || options.subjects() instanceof FixedSubject;
        if (own != null && anyTopic && options.registration() != Registration.AUTO) {
            schemas.choose("", own, options.type().getName());
        }
    }

    private void requireSense(@Nullable Schema own) {
        VersionChoice version = options.version();
        if (version instanceof VersionChoice.AsWritten) {
            throw new IllegalArgumentException(
                    "version 'writer' is for readers; a writer takes object, latest or a number");
        }
        boolean varies = GeneratedSchema.variesByObject(options.type());
        if (version instanceof VersionChoice.OfObject && own == null && !varies) {
            throw new IllegalArgumentException("version 'object' needs a type that carries a schema, and "
                    + options.type().getName() + " does not; use latest or a number");
        }
    }

    @Override
    public byte @Nullable [] write(String topic, Headers headers, @Nullable T value) {
        if (value == null) {
            return null;
        }
        if (!options.type().isInstance(value)) {
            throw new EncodeException(
                    "",
                    "topic " + topic + ": the value is a " + value.getClass().getName() + ", but this writer is for "
                            + options.type().getName() + "; set brine.type, or send what it says");
        }
        return of(topic).plan(value).write(headers, value);
    }

    @Override
    public SchemaVersion schema(String topic) {
        return of(topic).version();
    }

    @Override
    public List<StartProblem> verify(String topic) {
        boolean anything = GeneratedSchema.variesByObject(options.type());
        if (anything && (!options.subjectIsOfTopic() || options.registration() == Registration.AUTO)) {
            // Which schema, and perhaps which subject, only the objects will say.
            return List.of();
        }
        Schema own = GeneratedSchema.of(options.type());
        String subject = options.subject(topic, own == null ? options.type().getName() : own.getFullName());
        try {
            of(topic).version();
            return List.of();
        } catch (RegistryUnavailableException e) {
            return List.of(new StartProblem(topic, subject, String.valueOf(e.getMessage()), true));
        } catch (EncodeException | RegistryException e) {
            return List.of(new StartProblem(topic, subject, String.valueOf(e.getMessage()), false));
        }
    }

    private TopicWriter<T> of(String topic) {
        TopicWriter<T> writer = last;
        // Clients pass the same string again and again, so that looking at the reference is nearly always enough.
        if (writer == null || !writer.topic().equals(topic)) {
            writer = topics.computeIfAbsent(topic, name -> new TopicWriter<>(name, options, schemas, marks, meters));
            last = writer;
        }
        return writer;
    }

    @Override
    public void close() {
        topics.clear();
        last = null;
    }
}
