package dev.brine.gateway.registry;

import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Routes;
import dev.brine.gateway.http.Service;
import dev.brine.gateway.http.TokenFile;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.registry.Endpoint.Kind;
import dev.brine.registry.RegistryException;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaStore;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Confluent's interface over a store. */
final class RegistryService implements Service {

    private static final byte[] NO_BODY = {};
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT");

    private final SchemaStore store;
    private final Supplier<RegistryState> newest;
    private final Writes writes;
    private final Routes<Endpoint> routes = new Routes<>();

    /** @param newest asked when the store's state has no answer; see {@link RegistryServer#start} */
    RegistryService(SchemaStore store, Supplier<RegistryState> newest, Optional<TokenFile> tokens, String version) {
        this.store = store;
        this.newest = newest;
        this.writes = new Writes(store, newest, tokens);
        SubjectEndpoints.addTo(routes);
        SchemaEndpoints.addTo(routes);
        CompatibilityEndpoints.addTo(routes);
        SettingEndpoints.addTo(routes);
        ServerEndpoints.addTo(routes, store.location(), version);
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public Work accept(Head head) {
        String method = head.method().equals("HEAD") ? "GET" : head.method();
        Routes.Match<Endpoint> match = routes.find(method, head.path());
        String type = MediaTypes.chosen(head.accept());
        if (WITH_BODY.contains(method)) {
            MediaTypes.requireReadable(head.contentType());
        }
        return new Request(head, match, type);
    }

    @Override
    public Answer refused(Head head, Refusal refusal) {
        String type;
        try {
            type = MediaTypes.chosen(head.accept());
        } catch (Refusal e) {
            type = MediaTypes.V1;
        }
        return Answer.error(refusal, type);
    }

    private final class Request implements Work {

        private final Head head;
        private final Routes.Match<Endpoint> match;
        private final String type;

        Request(Head head, Routes.Match<Endpoint> match, String type) {
            this.head = head;
            this.match = match;
            this.type = type;
        }

        @Override
        public String route() {
            return match.template();
        }

        @Override
        public Optional<Answer> atOnce() {
            if (match.target().kind() != Kind.MEMORY) {
                return Optional.empty();
            }
            try {
                return Optional.of(run(store.state(), NO_BODY));
            } catch (RegistryException e) {
                // Another server may have written it a moment ago, and to find out takes time.
                return Errors.notFound(e) ? Optional.empty() : Optional.of(refused(head, Errors.refusal(e, false)));
            }
        }

        @Override
        public Answer answer(byte[] body) {
            boolean writing = match.target().kind() == Kind.WRITE;
            try {
                return writing ? run(store.state(), body) : read(body);
            } catch (RegistryException e) {
                return refused(head, Errors.refusal(e, writing));
            }
        }

        private Answer read(byte[] body) {
            RegistryState state = store.state();
            try {
                return run(state, body);
            } catch (RegistryException e) {
                if (!Errors.notFound(e)) {
                    throw e;
                }
                return run(newest.get(), body);
            }
        }

        private Answer run(RegistryState state, byte[] body) {
            return match.target()
                    .action()
                    .run(new Ask(head, match.parameters(), state, body, writes))
                    .as(type);
        }
    }
}
