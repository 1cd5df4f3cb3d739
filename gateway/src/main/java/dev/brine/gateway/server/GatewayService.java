package dev.brine.gateway.server;

import dev.brine.gateway.access.Gatekeeper;
import dev.brine.gateway.access.Permit;
import dev.brine.gateway.access.Verb;
import dev.brine.gateway.consume.ConsumeEndpoint;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Routes;
import dev.brine.gateway.http.Service;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.media.Errors;
import dev.brine.gateway.produce.ProduceEndpoint;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds out what a request is about, lets it in or not, and gives it to whom it is for. */
final class GatewayService implements Service {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final Gatekeeper gatekeeper;
    private final Map<String, Mount> mounts;
    private final Routes<Endpoint> routes = new Routes<>();

    GatewayService(Gatekeeper gatekeeper, ProduceEndpoint produce, ConsumeEndpoint consume, List<Mount> mounts) {
        this.gatekeeper = gatekeeper;
        this.mounts = mounts.stream().collect(Collectors.toMap(Mount::segment, Function.identity()));
        routes.add(
                        "POST",
                        "/topics/{topic}/records",
                        new Endpoint(
                                Verb.PRODUCE,
                                (head, parameters, client) -> produce.raw(head, topic(parameters), client)))
                .add(
                        "POST",
                        "/topics/{topic}",
                        new Endpoint(
                                Verb.PRODUCE,
                                (head, parameters, client) -> produce.confluent(head, topic(parameters), client)))
                .add(
                        "GET",
                        "/topics/{topic}/partitions/{partition}/records",
                        new Endpoint(
                                Verb.CONSUME,
                                (head, parameters, client) -> consume.range(
                                        head, topic(parameters), parameters.getOrDefault("partition", ""))))
                .add(
                        "GET",
                        "/topics/{topic}/events",
                        new Endpoint(
                                Verb.CONSUME, (head, parameters, client) -> consume.events(head, topic(parameters))));
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public Work accept(Head head) {
        Mount mount = head.path().isEmpty() ? null : mounts.get(head.path().get(0));
        if (mount != null) {
            Permit permit = gatekeeper.enter(head, mount.verb(), mount.names().apply(head.path()));
            return within(permit, () -> mount.service().accept(head));
        }
        Routes.Match<Endpoint> match = routes.find(head.method(), head.path());
        String topic = topic(match.parameters());
        Endpoint endpoint = match.target();
        Permit permit = gatekeeper.enter(head, endpoint.verb(), topic);
        return within(permit, () -> {
            if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
                throw Refusal.of(40401, "there is no topic of this name, and could be none");
            }
            return endpoint.action().begin(head, match.parameters(), permit.client());
        });
    }

    @Override
    public Answer refused(Head head, Refusal refusal) {
        Mount mount = head.path().isEmpty() ? null : mounts.get(head.path().get(0));
        return mount == null ? Errors.answer(head, refusal) : mount.service().refused(head, refusal);
    }

    private interface Accepting {
        Work accept();
    }

    private static Work within(Permit permit, Accepting accepting) {
        try {
            return new Permitted(permit, accepting.accept());
        } catch (RuntimeException e) {
            permit.leave();
            throw e;
        }
    }

    private static String topic(Map<String, String> parameters) {
        return parameters.getOrDefault("topic", "");
    }
}
