package dev.brine.gateway.exchange;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.client.Call;
import dev.brine.gateway.client.Credentials;
import dev.brine.gateway.client.HeaderText;
import dev.brine.gateway.client.UpstreamSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * One URL of another program, and what its bodies are.
 *
 * @param url with its query
 * @param upstream how its server is called; endpoints with equal settings share its bounds and its circuit
 * @param forms what its values are
 * @param codec of what is sent there, and of what comes from there without a content type that says more
 * @param headers more of them, names in lower case
 * @param check whether an answer says that a post was done
 */
public record Endpoint(
        URI url,
        UpstreamSettings upstream,
        Forms forms,
        String codec,
        Map<String, List<String>> headers,
        AnswerCheck check) {

    public Endpoint {
        requireNonNull(url, "url");
        requireNonNull(upstream, "upstream");
        requireNonNull(check, "check");
        forms.in(codec);
        headers = Map.copyOf(headers);
        headers.forEach((name, values) -> {
            if (!HeaderText.isName(name)
                    || Call.OF_THE_CLIENT.contains(name)
                    || !values.stream().allMatch(HeaderText::isValue)) {
                throw new IllegalArgumentException("the header '" + name + "' cannot be sent");
            }
        });
    }

    /**
     * An endpoint with the bounds of {@link UpstreamSettings#of}.
     *
     * @throws IllegalArgumentException if it is no http or https URL, or the codec cannot have these values
     */
    public static Endpoint at(URI url, Forms forms, String codec) {
        if (url.getHost() == null) {
            throw new IllegalArgumentException("an endpoint must be http://host[:port]/path or https://...");
        }
        String name = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        return new Endpoint(url, UpstreamSettings.of(name, origin(url)), forms, codec, Map.of(), AnswerCheck.STATUS);
    }

    /** The same, called in another way. */
    public Endpoint with(UpstreamSettings other) {
        return new Endpoint(url, other, forms, codec, headers, check);
    }

    public Endpoint with(Credentials credentials) {
        return with(upstream.with(credentials));
    }

    public Endpoint with(AnswerCheck other) {
        return new Endpoint(url, upstream, forms, codec, headers, other);
    }

    public Endpoint withHeaders(Map<String, List<String>> more) {
        return new Endpoint(url, upstream, forms, codec, more, check);
    }

    ValueForm form() {
        return forms.in(codec);
    }

    private static URI origin(URI url) {
        return URI.create(url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()));
    }
}
