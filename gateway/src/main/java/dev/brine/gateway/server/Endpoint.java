package dev.brine.gateway.server;

import dev.brine.gateway.access.Verb;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Work;
import java.util.Map;

/**
 * What one route does.
 *
 * @param verb what is needed to come in
 */
record Endpoint(Verb verb, Action action) {

    interface Action {
        /** @param client whose request it is */
        Work begin(Head head, Map<String, String> parameters, String client);
    }
}
