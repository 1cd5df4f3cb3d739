package dev.brine.gateway.exchange;

import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.Limits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Values of one kind in every codec that can have them. */
public final class Forms {

    private final Map<String, Codec> codecs = new LinkedHashMap<>();
    private final Set<String> names;
    private final Map<String, ValueForm> forms = new ConcurrentHashMap<>();
    private final Function<Codec, ValueForm> maker;

    private Forms(Function<Codec, ValueForm> maker, Set<String> without) {
        this.maker = maker;
        Codecs.all().stream()
                .filter(codec -> without.isEmpty() || without.contains(codec.name()))
                .forEach(codec -> codecs.putIfAbsent(codec.name(), codec));
        this.names = Collections.unmodifiableSet(new TreeSet<>(codecs.keySet()));
    }

    /** Values under one schema, in every codec that there is. */
    public static Forms of(Schema schema, Limits limits) {
        return new Forms(codec -> new SchemaForm(codec, schema, schema, limits), Set.of());
    }

    /** Values that {@code writer} wrote, read and written as {@code reader} has them. */
    public static Forms of(Schema writer, Schema reader, Limits limits) {
        return new Forms(codec -> new SchemaForm(codec, writer, reader, limits), Set.of());
    }

    /** Maps, lists, texts and numbers, in json and pickle: other codecs need a schema. */
    public static Forms plain(Limits limits) {
        return new Forms(codec -> new PlainForm(codec, limits), Set.of("json", "pickle"));
    }

    /** Values that are written with the schema that they bring themselves, as generated classes do; else plain. */
    public static Forms ofValues(Limits limits) {
        return new Forms(codec -> new OwnSchemaForm(codec, limits), Set.of());
    }

    /** The names of the codecs, in order. */
    public Set<String> codecs() {
        return names;
    }

    /** @throws IllegalArgumentException naming the codecs that there are, if this is none of them */
    public ValueForm in(String name) {
        Codec codec = codecs.get(name);
        if (codec == null) {
            throw new IllegalArgumentException(
                    "codec '" + name + "' cannot be had here; there are " + String.join(", ", codecs()));
        }
        return forms.computeIfAbsent(name, key -> maker.apply(codec));
    }

    /** The codec that a {@code Content-Type} names; parameters and the case of letters say nothing. */
    public Optional<String> codecOf(@Nullable String contentType) {
        if (contentType == null) {
            return Optional.empty();
        }
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        for (Codec codec : codecs.values()) {
            if (codec.contentType().equals(type)) {
                return Optional.of(codec.name());
            }
        }
        return type.startsWith("application/") && type.endsWith("+json") && codecs.containsKey("json")
                ? Optional.of("json")
                : Optional.empty();
    }

    /** Whether a {@code Content-Type} says nothing of what the bytes are. */
    public static boolean unspecific(@Nullable String contentType) {
        return contentType == null
                || contentType.isBlank()
                || contentType.strip().toLowerCase(Locale.ROOT).startsWith("application/octet-stream");
    }
}
