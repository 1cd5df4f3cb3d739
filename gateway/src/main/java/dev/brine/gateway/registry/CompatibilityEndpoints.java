package dev.brine.gateway.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.gateway.http.Routes;
import dev.brine.gateway.registry.Endpoint.Kind;
import dev.brine.registry.Compatibility;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.SchemaQueries;
import dev.brine.registry.store.StoredVersion;
import java.util.List;
import java.util.Optional;

/** {@code /compatibility}: whether a schema could be registered, without registering it. */
final class CompatibilityEndpoints {

    private static final String VERSIONS = "/compatibility/subjects/{subject}/versions";

    private CompatibilityEndpoints() {}

    static void addTo(Routes<Endpoint> routes) {
        routes.add("POST", VERSIONS, new Endpoint(Kind.READ, CompatibilityEndpoints::withTheLevel))
                .add("POST", VERSIONS + "/{version}", new Endpoint(Kind.READ, CompatibilityEndpoints::withOne));
    }

    private static Reply withTheLevel(Ask ask) {
        return checked(
                ask,
                content -> SchemaQueries.compatibility(ask.state(), ask.subject(), content, ask.flag("normalize")));
    }

    private static Reply withOne(Ask ask) {
        RegistryState state = ask.state();
        VersionId version = ask.version();
        Optional<StoredVersion> against = version.find(state, ask.subject(), Deleted.HIDDEN);
        if (against.isEmpty() && !version.latest()) {
            throw Errors.versionNotFound(version.toString());
        }
        return checked(
                ask,
                content -> against.isPresent()
                        ? SchemaQueries.compatibilityWith(state, against.get(), content, ask.flag("normalize"))
                        // Nothing is in the way of the first version, if it is a schema at all.
                        : SchemaQueries.compatibility(state, ask.subject(), content, ask.flag("normalize")));
    }

    private interface Check {
        Compatibility of(SchemaContent content);
    }

    private static Reply checked(Ask ask, Check check) {
        boolean verbose = ask.flag("verbose");
        SchemaContent content = SchemaRequest.of(ask.body()).content();
        try {
            Compatibility found = check.of(content);
            return found instanceof Compatibility.Broken broken
                    ? answer(false, verbose, CompatibilityMessages.of(ask.state(), ask.subject(), broken))
                    : answer(true, verbose, List.of());
        } catch (InvalidSchemaException e) {
            if (!verbose) {
                throw e;
            }
            return answer(false, true, List.of(Errors.shortened(String.valueOf(e.getMessage()))));
        }
    }

    private static Reply answer(boolean compatible, boolean verbose, List<String> messages) {
        ObjectNode json = SchemaJson.object().put("is_compatible", compatible);
        if (verbose) {
            json.set("messages", SchemaJson.texts(messages));
        }
        return Reply.json(json);
    }
}
