package dev.brine.gateway.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Routes;
import dev.brine.gateway.registry.Endpoint.Kind;
import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.DeleteSubject;
import dev.brine.registry.store.DeleteVersion;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegisterSchema;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaQueries;
import dev.brine.registry.store.StoreError;
import dev.brine.registry.store.StoreException;
import dev.brine.registry.store.StoredVersion;
import java.util.List;

/** {@code /subjects}: what is registered under which name, and registering it. */
final class SubjectEndpoints {

    private static final String SUBJECT = "/subjects/{subject}";
    private static final String VERSIONS = SUBJECT + "/versions";
    private static final String VERSION = VERSIONS + "/{version}";

    private SubjectEndpoints() {}

    static void addTo(Routes<Endpoint> routes) {
        routes.add("GET", "/subjects", new Endpoint(Kind.READ, SubjectEndpoints::list))
                .add("POST", SUBJECT, new Endpoint(Kind.READ, SubjectEndpoints::lookup))
                .add("DELETE", SUBJECT, new Endpoint(Kind.WRITE, SubjectEndpoints::delete))
                .add("GET", SUBJECT + "/metadata", new Endpoint(Kind.MEMORY, SubjectEndpoints::withMetadata))
                .add("GET", VERSIONS, new Endpoint(Kind.MEMORY, SubjectEndpoints::versions))
                .add("POST", VERSIONS, new Endpoint(Kind.WRITE, SubjectEndpoints::register))
                .add("GET", VERSION, new Endpoint(Kind.MEMORY, SubjectEndpoints::version))
                .add("DELETE", VERSION, new Endpoint(Kind.WRITE, SubjectEndpoints::deleteVersion))
                .add("GET", VERSION + "/schema", new Endpoint(Kind.MEMORY, SubjectEndpoints::text))
                .add("GET", VERSION + "/referencedby", new Endpoint(Kind.MEMORY, SubjectEndpoints::referencedBy))
                .add("POST", VERSION + "/tags", new Endpoint(Kind.READ, SubjectEndpoints::tags));
    }

    private static Reply list(Ask ask) {
        SubjectPrefix prefix = SubjectPrefix.of(ask.query("subjectPrefix"));
        return Reply.json(SchemaJson.texts(ask.page(ask.state().subjects(ask.deleted()).stream()
                .filter(prefix::matches)
                .toList())));
    }

    private static Reply lookup(Ask ask) {
        SchemaRequest request = SchemaRequest.of(ask.body());
        StoredVersion found = SchemaQueries.lookup(
                ask.state(), ask.subject(), request.content(), ask.flag("normalize"), ask.deleted());
        return Reply.json(SchemaJson.version(found, SchemaJson.text(found.schema(), ask.state(), ask.query("format"))));
    }

    private static Reply register(Ask ask) {
        String subject = ask.subject();
        requireRegistrable(subject);
        SchemaRequest request = SchemaRequest.of(ask.body());
        try {
            return Reply.json(SchemaJson.registered(ask.execute(new RegisterSchema(
                    subject, request.content(), request.id(), request.version(), ask.flag("normalize")))));
        } catch (IncompatibleSchemaException e) {
            throw Refusal.of(
                    Errors.INCOMPATIBLE,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                            + "\", details: " + CompatibilityMessages.of(ask.state(), subject, e.why()));
        }
    }

    /** The name of a context alone is where its settings are kept. */
    private static void requireRegistrable(String subject) {
        String context = Contexts.of(subject);
        if (!context.equals(Contexts.DEFAULT) && subject.length() == context.length() + 2) {
            throw new StoreException(
                    StoreError.INVALID_SUBJECT,
                    "The specified subject '" + subject + "' is not a valid subject: it names a context alone.");
        }
    }

    private static Reply versions(Ask ask) {
        List<StoredVersion> versions = ask.state().versions(ask.subject(), ask.deleted());
        if (versions.isEmpty()) {
            throw Errors.subjectNotFound(ask.subject());
        }
        return Reply.json(SchemaJson.numbers(
                ask.page(versions.stream().map(StoredVersion::version).toList())));
    }

    private static StoredVersion found(Ask ask) {
        return ask.version().require(ask.state(), ask.subject(), ask.deleted());
    }

    private static Reply version(Ask ask) {
        StoredVersion found = found(ask);
        return Reply.json(SchemaJson.version(found, SchemaJson.text(found.schema(), ask.state(), ask.query("format"))));
    }

    private static Reply text(Ask ask) {
        return Reply.text(SchemaJson.text(found(ask).schema(), ask.state(), ask.query("format")));
    }

    private static Reply referencedBy(Ask ask) {
        // Who refers to a version that is deleted is asked most often just before it is deleted for good.
        StoredVersion target = ask.version().require(ask.state(), ask.subject(), Deleted.INCLUDED);
        return Reply.json(SchemaJson.numbers(ask.page(ask.state().referencedBy(target.name(), ask.deleted()))));
    }

    private static Reply delete(Ask ask) {
        return Reply.json(SchemaJson.numbers(ask.execute(new DeleteSubject(ask.subject(), ask.flag("permanent")))));
    }

    private static Reply deleteVersion(Ask ask) {
        String subject = ask.subject();
        VersionId version = ask.version();
        boolean permanent = ask.flag("permanent");
        // Which one is the latest is a question to the state on which the deletion is decided.
        int deleted = ask.execute(
                state -> new DeleteVersion(subject, number(state, subject, version), permanent).decide(state));
        return Reply.text(String.valueOf(deleted));
    }

    private static int number(RegistryState state, String subject, VersionId version) {
        return version.number()
                .orElseGet(() -> version.require(state, subject, Deleted.HIDDEN).version());
    }

    private static Reply withMetadata(Ask ask) {
        String subject = ask.subject();
        List<StoredVersion> versions = ask.state().versions(subject, ask.deleted());
        if (versions.isEmpty()) {
            throw Errors.subjectNotFound(subject);
        }
        MetadataFilter filter = MetadataFilter.of(ask.queries("key"), ask.queries("value"));
        for (int i = versions.size() - 1; i >= 0; i--) {
            StoredVersion version = versions.get(i);
            if (filter.matches(version.schema().content().metadata())) {
                return Reply.json(SchemaJson.version(
                        version, SchemaJson.text(version.schema(), ask.state(), ask.query("format"))));
            }
        }
        throw new StoreException(StoreError.SCHEMA_NOT_FOUND, "Schema not found");
    }

    private static Reply tags(Ask ask) {
        found(ask);
        throw Errors.invalidSchema(
                "tags are not edited here; register a version that has them in its text or its metadata");
    }

    /** The schema objects of {@code GET /schemas}. */
    static ArrayNode objects(List<StoredVersion> versions) {
        ArrayNode array = SchemaJson.array();
        versions.forEach(
                one -> array.add(SchemaJson.version(one, one.schema().content().text())));
        return array;
    }
}
