package dev.brine.gateway.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Routes;
import dev.brine.gateway.registry.Endpoint.Kind;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.StoredSchema;
import dev.brine.registry.store.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /schemas}: what stands under an id or a guid. */
final class SchemaEndpoints {

    private static final String ID = "/schemas/ids/{id}";
    private static final String GUID = "/schemas/guids/{guid}";

    private SchemaEndpoints() {}

    static void addTo(Routes<Endpoint> routes) {
        routes.add("GET", "/schemas", new Endpoint(Kind.READ, SchemaEndpoints::list))
                .add("GET", "/schemas/types", new Endpoint(Kind.MEMORY, ask -> types()))
                .add("GET", ID, new Endpoint(Kind.MEMORY, SchemaEndpoints::byId))
                .add("GET", ID + "/schema", new Endpoint(Kind.MEMORY, SchemaEndpoints::text))
                .add("GET", ID + "/subjects", new Endpoint(Kind.MEMORY, SchemaEndpoints::subjects))
                .add("GET", ID + "/versions", new Endpoint(Kind.MEMORY, SchemaEndpoints::versions))
                .add("GET", GUID, new Endpoint(Kind.MEMORY, SchemaEndpoints::byGuid))
                .add("GET", GUID + "/ids", new Endpoint(Kind.MEMORY, SchemaEndpoints::ids));
    }

    private static Reply types() {
        return Reply.json(SchemaJson.texts(List.of("JSON", "PROTOBUF", "AVRO")));
    }

    private static Reply list(Ask ask) {
        RegistryState state = ask.state();
        SubjectPrefix prefix = SubjectPrefix.of(ask.query("subjectPrefix"));
        List<String> rules = ask.queries("ruleType");
        List<StoredVersion> found = new ArrayList<>();
        for (String subject : state.subjects(Deleted.INCLUDED)) {
            if (!prefix.matches(subject)) {
                continue;
            }
            List<StoredVersion> versions = state.versions(subject, ask.deleted()).stream()
                    .filter(one -> hasRule(one, rules))
                    .toList();
            found.addAll(
                    ask.flag("latestOnly") && !versions.isEmpty()
                            ? versions.subList(versions.size() - 1, versions.size())
                            : versions);
        }
        return Reply.json(SubjectEndpoints.objects(ask.page(found)));
    }

    private static boolean hasRule(StoredVersion version, List<String> types) {
        return types.isEmpty()
                || version.schema()
                        .content()
                        .ruleSet()
                        .map(rules -> SchemaJson.parsed(rules).findValuesAsText("type").stream()
                                .anyMatch(types::contains))
                        .orElse(false);
    }

    /** The context in which an id is meant: that of the subject that goes with it. */
    private static String context(Ask ask) {
        return ask.query("subject").map(Contexts::of).orElse(Contexts.DEFAULT);
    }

    private static int id(Ask ask) {
        try {
            return Integer.parseInt(ask.path("id"));
        } catch (NumberFormatException e) {
            throw Refusal.notFound();
        }
    }

    private static StoredSchema schema(Ask ask) {
        int id = id(ask);
        return ask.state().byId(context(ask), id).orElseThrow(() -> Errors.schemaNotFound(String.valueOf(id)));
    }

    private static Reply byId(Ask ask) {
        StoredSchema schema = schema(ask);
        ObjectNode json = SchemaJson.schema(schema, SchemaJson.text(schema, ask.state(), ask.query("format")));
        ask.query("subject").map(Contexts::normalize).ifPresent(subject -> named(ask, schema, subject)
                .ifPresent(version -> json.put("subject", subject).put("version", version.version())));
        if (ask.flag("fetchMaxId")) {
            json.put("maxId", ask.state().highestId(context(ask)));
        }
        return Reply.json(json);
    }

    private static Optional<StoredVersion> named(Ask ask, StoredSchema schema, String subject) {
        return ask.state().versionsOf(context(ask), schema.id(), Deleted.INCLUDED).stream()
                .filter(version -> version.subject().equals(subject))
                .reduce((before, last) -> last);
    }

    private static Reply text(Ask ask) {
        return Reply.text(SchemaJson.text(schema(ask), ask.state(), ask.query("format")));
    }

    private static List<StoredVersion> carriers(Ask ask) {
        StoredSchema schema = schema(ask);
        Optional<String> subject =
                ask.query("subject").map(Contexts::normalize).filter(name -> !name.isEmpty() && !name.endsWith(":"));
        return ask.state().versionsOf(context(ask), schema.id(), ask.deleted()).stream()
                .filter(version -> subject.isEmpty() || subject.get().equals(version.subject()))
                .toList();
    }

    private static Reply subjects(Ask ask) {
        return Reply.json(SchemaJson.texts(ask.page(
                carriers(ask).stream().map(StoredVersion::subject).distinct().toList())));
    }

    private static Reply versions(Ask ask) {
        ArrayNode array = SchemaJson.array();
        ask.page(carriers(ask))
                .forEach(one -> array.addObject().put("subject", one.subject()).put("version", one.version()));
        return Reply.json(array);
    }

    private static UUID guid(Ask ask) {
        String text = ask.path("guid");
        try {
            UUID guid = UUID.fromString(text);
            if (guid.toString().equalsIgnoreCase(text)) {
                return guid;
            }
        } catch (IllegalArgumentException e) {
            throw Errors.schemaNotFound(Errors.shortened(text));
        }
        throw Errors.schemaNotFound(Errors.shortened(text));
    }

    private static Reply byGuid(Ask ask) {
        UUID guid = guid(ask);
        StoredSchema schema = ask.state().byGuid(guid).orElseThrow(() -> Errors.schemaNotFound(guid.toString()));
        return Reply.json(SchemaJson.schema(schema, SchemaJson.text(schema, ask.state(), ask.query("format"))));
    }

    private static Reply ids(Ask ask) {
        UUID guid = guid(ask);
        Map<String, Integer> ids = ask.state().idsOf(guid);
        if (ids.isEmpty()) {
            throw Errors.schemaNotFound(guid.toString());
        }
        ArrayNode array = SchemaJson.array();
        ids.forEach((context, id) -> array.addObject().put("context", context).put("id", id));
        return Reply.json(array);
    }
}
