package dev.brine.gateway.forward;

import dev.brine.gateway.cache.Content;
import dev.brine.gateway.cache.Content.Transcoder;
import dev.brine.gateway.cache.Loaded;
import dev.brine.gateway.cache.Origin;
import dev.brine.gateway.cache.Representation;
import dev.brine.gateway.client.HeaderText;
import dev.brine.gateway.client.Reply;
import dev.brine.gateway.client.Reply.Answered;
import dev.brine.gateway.exchange.Forms;
import dev.brine.gateway.exchange.RetryAfter;
import dev.brine.gateway.exchange.ValueForm;
import dev.brine.gateway.http.Refusal;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a reply what a client may see. A body is decoded and written again, so that nothing reaches anybody that was
 * not read here whole: values under the route's schema, and what stands in refusals as plain ones.
 */
final class AnswerReader {

    /** What was made, and the value that was in it. */
    record Read(Loaded loaded, boolean hasValue, @Nullable Object value) {

        static Read of(Loaded loaded) {
            return new Read(loaded, false, null);
        }
    }

    private final ForwardSettings settings;
    private final HeaderRules headers;
    private final RouteForms forms;
    private final Forms plain;
    private final Workspace workspace;

    AnswerReader(ForwardSettings settings, HeaderRules headers, RouteForms forms, Limits limits, Workspace workspace) {
        this.settings = settings;
        this.headers = headers;
        this.forms = forms;
        this.plain = Forms.plain(limits);
        this.workspace = workspace;
    }

    /** @param conditional whether the request allowed the answer to be "not modified" */
    Read read(Reply reply, URI asked, boolean conditional) {
        if (reply instanceof Reply.Failed failed) {
            return Read.of(new Loaded.Failed(Problem.of(failed)));
        }
        Answered answered = (Answered) reply;
        int status = answered.status();
        Origin origin = Origin.of(answered.headers().map());
        if (status == 304 && conditional) {
            return Read.of(new Loaded.NotModified(origin));
        }
        if (status >= 500 || status == 304 || status < 200) {
            return Read.of(new Loaded.Failed(failure(answered)));
        }
        Map<String, String> passed =
                headers.answer(answered.headers(), settings.upstream().url(), asked, settings.path());
        vary(answered).ifPresent(names -> passed.put("vary", names));
        try {
            if (status == 429) {
                return Read.of(new Loaded.Failed(refusal(answered, passed)));
            }
            if (status >= 400) {
                return Read.of(new Loaded.Fresh(refusal(answered, passed), origin));
            }
            if (answered.body().length == 0 || status >= 300) {
                return Read.of(new Loaded.Fresh(Content.empty(status, passed), origin));
            }
            return value(answered, passed, origin);
        } catch (Refusal e) {
            // No room to work on it.
            return Read.of(
                    new Loaded.Failed(Problem.content(e.code(), e.getMessage(), Optional.of(Duration.ofSeconds(1)))));
        }
    }

    private Content failure(Answered answered) {
        Optional<Duration> retryAfter =
                answered.header("retry-after").flatMap(text -> RetryAfter.parse(text, Clock.systemUTC()));
        return Problem.content(50201, settings.path() + " answered with status " + answered.status(), retryAfter);
    }

    private Read value(Answered answered, Map<String, String> passed, Origin origin) {
        RouteForms.Current current = forms.now();
        String type = answered.header("content-type").orElse(null);
        Optional<String> codec = current.forms()
                .codecOf(type)
                .or(() -> Forms.unspecific(type) ? Optional.of(settings.upstreamCodec()) : Optional.empty());
        if (codec.isEmpty()) {
            return Read.of(new Loaded.Failed(Problem.unreadable(
                    settings.path(),
                    "its content type is none of "
                            + String.join(", ", current.forms().codecs()))));
        }
        ValueForm sent = current.forms().in(codec.get());
        try {
            return workspace.with(sent, answered.body(), () -> {
                Object value = sent.decode(answered.body());
                ValueForm own = current.forms().in(settings.upstreamCodec());
                Map<String, String> more = new HashMap<>(passed);
                current.version()
                        .ifPresent(version -> more.put(
                                "brine-schema-id",
                                String.valueOf(version.schema().id())));
                Content content = new Content(
                        answered.status(),
                        more,
                        Optional.of(Representation.of(own.codec(), own.contentType(), own.encode(value))),
                        transcoder(current.forms()));
                return new Read(new Loaded.Fresh(content, origin), true, value);
            });
        } catch (DecodeException | EncodeException e) {
            return Read.of(new Loaded.Failed(Problem.unreadable(settings.path(), String.valueOf(e.getMessage()))));
        }
    }

    private Transcoder transcoder(Forms forms) {
        return (own, codec) -> {
            ValueForm from = forms.in(own.codec());
            ValueForm to = forms.in(codec);
            try {
                byte[] bytes = workspace.with(from, own.bytes(), () -> to.encode(from.decode(own.bytes())));
                return Representation.of(to.codec(), to.contentType(), bytes);
            } catch (DecodeException | EncodeException e) {
                throw Refusal.of(
                        50201,
                        "the answer of " + settings.path() + " cannot be written in " + codec + ": " + e.getMessage());
            }
        };
    }

    /** A refusal's body follows no schema: it passes as plain values, or, where it is none, is said in our words. */
    private Content refusal(Answered answered, Map<String, String> passed) {
        Optional<String> codec = plain.codecOf(answered.header("content-type").orElse(null));
        if (codec.isPresent() && answered.body().length > 0) {
            ValueForm sent = plain.in(codec.get());
            ValueForm json = plain.in("json");
            Transcoder others = transcoder(plain);
            try {
                byte[] bytes = workspace.with(sent, answered.body(), () -> json.encode(sent.decode(answered.body())));
                return new Content(
                        answered.status(),
                        passed,
                        Optional.of(Representation.of("json", json.contentType(), bytes)),
                        (own, wanted) -> wanted.equals("pickle") ? others.to(own, wanted) : own);
            } catch (DecodeException | EncodeException e) {
                // Said below in our words: the client asked for nothing that could be read in another way.
                return said(answered, passed);
            }
        }
        return said(answered, passed);
    }

    private Content said(Answered answered, Map<String, String> passed) {
        Content said = Problem.content(
                answered.status(),
                settings.path() + " refused the request with status " + answered.status(),
                Optional.empty());
        return new Content(answered.status(), passed, said.own(), Transcoder.NONE);
    }

    /** What the answer depends on beside the codec, which is our matter. */
    private static Optional<String> vary(Answered answered) {
        String names = String.join(",", answered.headers().allValues("vary"));
        StringBuilder rest = new StringBuilder();
        for (String name : names.split(",", -1)) {
            String one = name.strip().toLowerCase(Locale.ROOT);
            if (!one.isEmpty()
                    && !one.equals("accept")
                    && !one.equals("accept-encoding")
                    && (one.equals("*") || HeaderText.isName(one))) {
                rest.append(rest.isEmpty() ? "" : ", ").append(one);
            }
        }
        return rest.isEmpty() ? Optional.empty() : Optional.of(rest.toString());
    }
}
