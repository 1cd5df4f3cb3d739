package dev.brine.gateway.forward;

import dev.brine.gateway.cache.CacheKey;
import dev.brine.gateway.cache.Content;
import dev.brine.gateway.cache.Loaded;
import dev.brine.gateway.cache.Representation;
import dev.brine.gateway.cache.ResponseCache;
import dev.brine.gateway.cache.Served;
import dev.brine.gateway.client.Call;
import dev.brine.gateway.exchange.Forms;
import dev.brine.gateway.exchange.ValueForm;
import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.forward.AnswerReader.Read;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Work;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One request that is passed on. */
final class ForwardWork implements Work {

    private static final int LONGEST_VARIANT = 1_024;

    private final Route route;
    private final Head head;
    private final AnswerReader reader;
    private final String codec;
    private final TargetPath path;
    private final Query query;
    private final Map<String, List<String>> shared;

    /** Why the cache has no part in it; empty if it has. */
    private final String bypass;

    /** @param codec of the answer */
    ForwardWork(Route route, Head head, AnswerReader reader, String codec, TargetPath path, Query query) {
        this.route = route;
        this.head = head;
        this.reader = reader;
        this.codec = codec;
        this.path = path;
        this.query = query;
        this.shared = route.headers().shared(head);
        this.bypass = bypass();
    }

    private String bypass() {
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            return "fwd=method";
        }
        // One that stays here, such as the gateway's own token, cannot make the upstream's answer somebody's own.
        if (route.settings().passAuthorization()
                && !head.headers("authorization").isEmpty()) {
            return "fwd=bypass; detail=authorization";
        }
        if (!head.headers("cookie").isEmpty()) {
            return "fwd=bypass; detail=cookie";
        }
        if (HeaderRules.variant(shared).length() > LONGEST_VARIANT) {
            return "fwd=bypass; detail=headers";
        }
        return "";
    }

    @Override
    public String route() {
        return route.path() + "/**";
    }

    @Override
    public Optional<Answer> atOnce() {
        if (route.cache().isEmpty() || !bypass.isEmpty()) {
            return Optional.empty();
        }
        // Only what needs no work: making another codec of it is not for the thread that reads requests.
        return route.cache().get().ready(key(), codec).map(ready -> presented(ready.served(), ready.body()));
    }

    @Override
    public Refusal late(String message) {
        return Refusal.of(50401, message);
    }

    @Override
    public CompletionStage<Answer> begin(byte[] body) {
        if (body.length > route.settings().upstream().maxBody()) {
            throw Refusal.of(
                    413,
                    "the body is longer than the " + route.settings().upstream().maxBody()
                            + " bytes that this route takes");
        }
        if (route.cache().isPresent() && bypass.isEmpty() && body.length == 0) {
            ResponseCache cache = route.cache().get();
            return cache.get(key(), this::load).thenApply(served -> presented(served, body(cache, served)));
        }
        return alone(body);
    }

    // ---- for all who ask for the same

    private Answer presented(Served served, Optional<Representation> body) {
        Answer answer = Presenter.present(head, served.content(), body, Presenter.status(served));
        return served.stored() && body.equals(served.content().own()) ? answer.ofKept() : answer;
    }

    private CacheKey key() {
        return new CacheKey(route.path() + path, query.sorted(), HeaderRules.variant(shared));
    }

    private Optional<Representation> body(ResponseCache cache, Served served) {
        return cache.body(key(), served.content(), codec);
    }

    private URI target() {
        return path.at(route.settings().upstream().url(), query.text());
    }

    /** HEAD is loaded with GET, so that it fills the cache for both. */
    private CompletableFuture<Loaded> load(Map<String, String> conditions) {
        Map<String, List<String>> headers = new HashMap<>(shared);
        conditions.forEach((name, value) -> headers.put(name, List.of(value)));
        headers.put("user-agent", List.of("brine"));
        URI target = target();
        Call call = Call.get(target).with(withAccept(headers));
        return route.upstream()
                .send(call)
                .thenCompose(reply -> published("GET", reader.read(reply, target, !conditions.isEmpty()), null))
                .thenApply(done -> done.read().loaded());
    }

    // ---- for one client

    private CompletableFuture<Answer> alone(byte[] body) {
        Map<String, List<String>> headers = new HashMap<>(route.headers().own(head));
        headers.putIfAbsent("user-agent", List.of("brine"));
        Object value = null;
        Optional<byte[]> converted = Optional.empty();
        if (body.length > 0) {
            ValueForm from = requestForm();
            ValueForm to = route.requests().now().forms().in(route.settings().upstreamCodec());
            Converted made = route.workspace().with(from, body, () -> converted(from, to, body));
            value = made.value();
            converted = Optional.of(made.bytes());
            headers.put("content-type", List.of(to.contentType()));
        } else if (!bypass.isEmpty() && bypass.equals("fwd=method")) {
            converted = Optional.of(body);
        }
        URI target = target();
        boolean bodiless = head.method().equals("DELETE") || head.method().equals("OPTIONS");
        Call call = new Call(
                head.method(),
                target,
                withAccept(headers),
                bodiless && body.length == 0 ? Optional.empty() : converted,
                Optional.empty());
        Object sent = value;
        return route.upstream()
                .send(call)
                .thenCompose(reply -> published(head.method(), reader.read(reply, target, false), sent))
                .thenApply(this::answer);
    }

    private Answer answer(Done done) {
        Loaded loaded = done.read().loaded();
        Content content = loaded instanceof Loaded.Fresh fresh
                ? fresh.content()
                : loaded instanceof Loaded.Failed failed
                        ? failed.instead()
                        : Problem.unreadable(route.path(), "it says 'not modified' of what was not asked");
        Map<String, String> status = new HashMap<>();
        route.cache().ifPresent(cache -> {
            status.putAll(Presenter.passedBy(bypass.isEmpty() ? "fwd=bypass" : bypass));
            // RFC 9111: what was changed through us is no longer what we keep.
            if (bypass.equals("fwd=method") && !head.method().equals("OPTIONS") && content.status() < 400) {
                cache.purge(route.path() + path);
            }
        });
        route.publisher().ifPresent(publisher -> done.published()
                .ifPresent(where -> status.put(
                        "brine-published",
                        where.map(at -> at.partition() + ":" + at.offset()).orElse("no"))));
        Optional<Representation> own = content.own();
        Optional<Representation> body = own.isEmpty()
                        || own.get().codec().isEmpty()
                        || own.get().codec().equals(codec)
                ? own
                : Optional.of(content.transcoder().to(own.get(), codec));
        return Presenter.present(head, content, body, status);
    }

    /** What was read, and where it was published, if it was to be. */
    private record Done(Read read, Optional<Optional<Acknowledged>> published) {}

    private CompletableFuture<Done> published(String method, Read read, @Nullable Object sent) {
        boolean good =
                read.loaded() instanceof Loaded.Fresh fresh && fresh.content().status() < 300;
        if (route.publisher().isEmpty() || !good) {
            return CompletableFuture.completedFuture(new Done(read, Optional.empty()));
        }
        Publisher publisher = route.publisher().get();
        boolean answer = publisher.wants(ForwardSettings.Part.ANSWER);
        if (answer ? !read.hasValue() : sent == null) {
            return CompletableFuture.completedFuture(new Done(read, Optional.empty()));
        }
        int status = ((Loaded.Fresh) read.loaded()).content().status();
        return publisher
                .publish(method, route.path() + path, status, answer ? read.value() : sent)
                .thenApply(where -> new Done(read, Optional.of(where)));
    }

    // ---- bodies

    private Map<String, List<String>> withAccept(Map<String, List<String>> headers) {
        Map<String, List<String>> all = new HashMap<>(headers);
        String type = route.answers()
                .now()
                .forms()
                .in(route.settings().upstreamCodec())
                .contentType();
        all.put("accept", List.of(type));
        return all;
    }

    private ValueForm requestForm() {
        Forms forms = route.requests().now().forms();
        String name = forms.codecOf(head.contentType().orElse(null))
                .orElseThrow(() -> Refusal.of(
                        415,
                        "the body's content type must be one of "
                                + forms.codecs().stream()
                                        .map(one -> forms.in(one).contentType())
                                        .sorted()
                                        .toList()));
        Optional<String> id = head.header("brine-schema-id");
        if (id.isEmpty() || !name.equals("avro")) {
            return forms.in(name);
        }
        if (!id.get().matches("[0-9]{1,9}")) {
            throw Refusal.of(40001, "Brine-Schema-Id must be a number");
        }
        try {
            return route.requests().writtenBy(Integer.parseInt(id.get())).in(name);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(42205, String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Converted(@Nullable Object value, byte[] bytes) {}

    private static Converted converted(ValueForm from, ValueForm to, byte[] body) {
        Object value = decoded(from, body);
        return new Converted(value, encoded(to, value));
    }

    private static @Nullable Object decoded(ValueForm form, byte[] body) {
        try {
            return form.decode(body);
        } catch (DecodeException e) {
            boolean syntax = e.rule().equals("json")
                    || e.rule().equals("json.syntax")
                    || e.rule().equals("truncated");
            throw Refusal.of(
                    syntax ? 40001 : 42205, "the body is not " + form.codec() + " as it should be: " + e.getMessage());
        }
    }

    private static byte[] encoded(ValueForm form, @Nullable Object value) {
        try {
            return form.encode(value);
        } catch (EncodeException e) {
            throw Refusal.of(42205, "the body cannot be written as the upstream wants it: " + e.getMessage());
        }
    }
}
