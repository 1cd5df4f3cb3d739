package dev.brine.gateway.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Routes;
import dev.brine.gateway.registry.Endpoint.Kind;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegistryState;
import java.util.List;

/** What is about the server and its contexts, and what other servers have and this one has not. */
final class ServerEndpoints {

    private ServerEndpoints() {}

    /**
     * @param cluster a name for what is served, the same for all servers of it
     * @param version of this software
     */
    static void addTo(Routes<Endpoint> routes, String cluster, String version) {
        Endpoint empty = new Endpoint(Kind.MEMORY, ask -> Reply.json(SchemaJson.object()));
        ObjectNode id = SchemaJson.object();
        ObjectNode scope = id.putObject("scope");
        scope.putArray("path");
        scope.putObject("clusters").put("schema-registry-cluster", cluster);
        id.put("id", "");
        routes.add("GET", "/", empty)
                .add("POST", "/", empty)
                .add("GET", "/contexts", new Endpoint(Kind.READ, ServerEndpoints::contexts))
                .add("DELETE", "/contexts/{context}", new Endpoint(Kind.READ, ServerEndpoints::deleteContext))
                .add("GET", "/v1/metadata/id", new Endpoint(Kind.MEMORY, ask -> Reply.json(id)))
                .add(
                        "GET",
                        "/v1/metadata/version",
                        new Endpoint(
                                Kind.MEMORY,
                                ask -> Reply.json(SchemaJson.object()
                                        .put("version", version)
                                        .put("commitId", ""))))
                .add("GET", "/v1/metadata/deployment", new Endpoint(Kind.MEMORY, ask -> {
                    ObjectNode deployment = SchemaJson.object();
                    deployment.putArray("attributes");
                    return Reply.json(deployment);
                }));
        // A client that looks for an association falls back to its own rule on a clean 404, and fails on anything else.
        Endpoint none = new Endpoint(Kind.MEMORY, ask -> {
            throw Refusal.of(Errors.ASSOCIATION_NOT_FOUND, "Association not found");
        });
        List.of("GET", "POST", "PUT", "DELETE").forEach(method -> routes.add(method, "/associations/**", none));
    }

    private static Reply contexts(Ask ask) {
        RegistryState state = ask.state();
        return Reply.json(SchemaJson.texts(ask.page(state.contexts().stream()
                .filter(context -> context.equals(Contexts.DEFAULT)
                        || !state.schemas(context).isEmpty())
                .toList())));
    }

    /** A context ends with its last schema; what is left to say is whether it has any. */
    private static Reply deleteContext(Ask ask) {
        String context = ask.path("context");
        if (!ask.state().contexts().contains(context)) {
            throw Refusal.of(40401, "Context '" + Errors.shortened(context) + "' not found.");
        }
        boolean used = ask.state().subjects(Deleted.INCLUDED).stream()
                .anyMatch(subject -> Contexts.of(subject).equals(context));
        if (used || context.equals(Contexts.DEFAULT)) {
            throw Refusal.of(
                    Errors.CONTEXT_NOT_EMPTY,
                    "Context '" + context
                            + "' is not empty, or the default one; delete its subjects permanently first");
        }
        return Reply.nothing();
    }
}
