package dev.brine.serdes.pickle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The frozen vectors. */
final class Vectors {

    static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(10_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    /** One line: a pickle and either its value or the name that is refused. */
    record Vector(String name, int protocol, byte[] pickle, JsonNode value, String refused) {

        @Override
        public String toString() {
            return name + " at protocol " + protocol;
        }
    }

    static final String FILE = "cpython-3.11.jsonl.gz";

    private static final List<Vector> ALL = read();

    private Vectors() {}

    static List<Vector> all() {
        return ALL;
    }

    private static List<Vector> read() {
        return read(open(FILE));
    }

    /** Vectors as {@code make_pickles.py} writes them. */
    static List<Vector> read(InputStream zipped) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(zipped), StandardCharsets.UTF_8))) {
            return lines.lines().map(Vectors::parse).toList();
        } catch (IOException e) {
            throw new AssertionError("the vectors cannot be read", e);
        }
    }

    static List<Vector> values() {
        return all().stream().filter(v -> v.refused() == null).toList();
    }

    static List<Vector> refused() {
        return all().stream().filter(v -> v.refused() != null).toList();
    }

    static Vector of(String name, int protocol) {
        return all().stream()
                .filter(v -> v.name().equals(name) && v.protocol() == protocol)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no vector " + name));
    }

    static PickleShapes shapes() {
        try (InputStream in = open("shapes.json")) {
            return PickleShapes.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("the shapes cannot be read", e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = Vectors.class.getResourceAsStream("/fixtures/pickle/" + name);
        if (in == null) {
            throw new AssertionError("no fixture " + name);
        }
        return in;
    }

    private static Vector parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return new Vector(
                    node.get("name").asText(),
                    node.get("protocol").asInt(),
                    Base64.getDecoder().decode(node.get("pickle").asText()),
                    node.get("value"),
                    node.has("refused") ? node.get("refused").asText() : null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
