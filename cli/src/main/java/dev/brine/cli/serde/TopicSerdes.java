package dev.brine.cli.serde;

import dev.brine.cli.CliException;
import dev.brine.cli.config.Settings;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.TopicBinding;
import dev.brine.registry.TopicBindings;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.Limits;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.RecordWriter;
import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.frame.Frames;
import dev.brine.serdes.json.JsonCodec;
import dev.brine.serdes.json.UnknownFields;
import dev.brine.serdes.record.SerdeOptions;
import dev.brine.serdes.record.VersionChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a topic are and how they are written: the command's options first, then {@code -X} and the
 * environment, then the bindings of {@code brine.yml} and of the registry, then Brine's defaults.
 */
public final class TopicSerdes {

    private final SchemaRegistry registry;
    private final Settings settings;
    private final @Nullable SchemaChoice schema;
    private final @Nullable String codec;
    private final @Nullable String frames;

    /**
     * @param schema what {@code --schema} said
     * @param codec what {@code --codec} said
     * @param frames what {@code --frame} or {@code --frames} said; the first is written, all are read
     */
    public TopicSerdes(
            SchemaRegistry registry,
            Settings settings,
            @Nullable SchemaChoice schema,
            @Nullable String codec,
            @Nullable String frames) {
        this.registry = registry;
        this.settings = settings;
        this.schema = schema;
        this.codec = codec;
        this.frames = frames;
    }

    /** The subject of a topic's values. */
    public String subject(String topic) {
        return schema != null
                ? schema.subject()
                : bound(topic, "subject").orElseGet(() -> binding(topic).subject());
    }

    /** The schema to write with when a line does not name one. */
    public SchemaVersion schema(String topic) {
        return (schema != null ? schema : new SchemaChoice(subject(topic), null)).in(registry);
    }

    /** Whether {@code --schema} was given, which wins over what a line says. */
    public boolean schemaGiven() {
        return schema != null;
    }

    public Codec codec(String topic) {
        String name = first(
                codec,
                "brine.codec",
                () -> bound(topic, "codec").or(() -> binding(topic).codec()),
                "avro");
        return codecNamed(name, binding(topic).ignoreUnknownFields() ? UnknownFields.IGNORE : UnknownFields.ERROR);
    }

    /** The frame to write. */
    public Frame frame(String topic) {
        String names = first(
                frames,
                "brine.frame",
                () -> bound(topic, "frame").or(() -> binding(topic).frame()),
                "confluent");
        return frameNamed(names.split(",", -1)[0].strip());
    }

    /** A reader of everything that a topic may hold, as generic values of the version that is asked for. */
    public RecordReader<Object> reader(String topic, VersionChoice as) {
        SerdeOptions.Builder<Object> options = SerdeOptions.of(registry, Object.class)
                .codec(codec(topic))
                .frame(frame(topic))
                .subject(subject(topic))
                .version(as)
                .limits(limits());
        List<Frame> accepted = accepted(topic);
        return (accepted.isEmpty() ? options : options.accepted(accepted)).reader();
    }

    /** A writer of generic values with one version. */
    public RecordWriter<Object> writer(SchemaVersion version, Codec codec, Frame frame) {
        return SerdeOptions.of(registry, Object.class)
                .codec(codec)
                .frame(frame)
                .subject(version.subject())
                .version(new VersionChoice.Exactly(version.version()))
                .limits(limits())
                .writer();
    }

    /** Plain JSON, as lines carry it whatever the topic's codec is. */
    public Codec json(String topic) {
        return new JsonCodec(binding(topic).ignoreUnknownFields() ? UnknownFields.IGNORE : UnknownFields.ERROR);
    }

    public Limits limits() {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                limit("max.bytes", usual.maxBytes()),
                limit("max.string.bytes", usual.maxStringBytes()),
                limit("max.items", usual.maxItems()),
                limit("max.depth", usual.maxDepth()),
                limit("max.nodes", usual.maxNodes()));
    }

    public SchemaRegistry registry() {
        return registry;
    }

    /** @throws CliException with exit code 2, naming those there are */
    public static Frame frameNamed(String name) {
        try {
            return Frames.named(name);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    /** @throws CliException with exit code 2, naming those there are */
    public static Codec codecNamed(String name, UnknownFields unknown) {
        try {
            return name.equals(JsonCodec.NAME) ? new JsonCodec(unknown) : Codecs.named(name);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    private List<Frame> accepted(String topic) {
        String names = frames != null
                ? frames
                : settings.get("brine.frames.accepted")
                        .or(() -> bound(topic, "frames"))
                        .orElse("");
        if (names.isEmpty()) {
            return binding(topic).acceptedFrames().stream()
                    .map(TopicSerdes::frameNamed)
                    .toList();
        }
        return Arrays.stream(names.split(",", -1))
                .map(String::strip)
                .map(TopicSerdes::frameNamed)
                .toList();
    }

    private TopicBinding binding(String topic) {
        return registry instanceof TopicBindings bindings
                ? bindings.binding(topic).orElseGet(() -> TopicBinding.unnamed(topic))
                : TopicBinding.unnamed(topic);
    }

    private Optional<String> bound(String topic, String what) {
        return settings.get("brine.bindings." + topic + "." + what);
    }

    private String first(@Nullable String option, String property, Supplier<Optional<String>> binding, String usual) {
        return option != null ? option : settings.get(property).or(binding).orElse(usual);
    }

    private int limit(String name, int usual) {
        String key = "brine.limits." + name;
        Optional<String> text = settings.get(key);
        try {
            return text.isEmpty() ? usual : Integer.parseInt(text.get());
        } catch (NumberFormatException e) {
            throw CliException.usage(
                            key + " must be a whole number, found '" + text.orElse("") + "' in " + settings.origin(key))
                    .causedBy(e);
        }
    }
}
