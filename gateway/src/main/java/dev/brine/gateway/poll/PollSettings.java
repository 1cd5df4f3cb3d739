package dev.brine.gateway.poll;

import com.fasterxml.jackson.core.JsonPointer;
import dev.brine.gateway.client.Credentials;
import dev.brine.gateway.client.Networks;
import dev.brine.gateway.client.UpstreamSettings;
import dev.brine.gateway.config.Section;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How an API is polled.
 *
 * @param upstream its server, with what every call carries
 * @param url the first page, without what every call carries; it may be shown
 * @param hidden texts that are never shown: the values of {@code query} and {@code headers}
 * @param interval between the end of a round and the next
 * @param jitter at most this much is added to each wait, at random
 * @param backoffCap longest wait after failures; {@code Retry-After} may ask for more
 * @param codec of the answers
 * @param items where the array of items is; empty for the whole document
 * @param paging how one page leads to the next
 * @param maxPages of a round
 * @param key where an item's key is
 * @param remember how many items are known again
 */
record PollSettings(
        String name,
        UpstreamSettings upstream,
        URI url,
        Set<String> hidden,
        Duration interval,
        Duration jitter,
        Duration backoffCap,
        String codec,
        String topic,
        JsonPointer items,
        Paging paging,
        int maxPages,
        Dedupe dedupe,
        Optional<JsonPointer> key,
        int remember) {

    /** What makes an item one that was sent before. */
    enum Dedupe {
        /** Nothing: every answer's items are sent. */
        NONE,
        /** All of it. */
        CONTENT,
        /** Its key. */
        KEY
    }

    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofDays(7);
    private static final int REDIRECTS = 5;
    private static final String POINTER = "a JSON pointer such as /data/items";

    PollSettings {
        hidden = Set.copyOf(hidden);
    }

    /** Reads a source; mistakes are noted in the section. */
    static PollSettings from(Section section) {
        String name = section.text("name");
        URI url = section.url("url");
        Map<String, String> query = section.map("query");
        Map<String, String> headers = section.map("headers");
        Duration interval = section.duration("interval", Duration.ofSeconds(60), LEAST, MOST);
        String codec = section.oneOf("codec", "json", Set.of("json", "pickle", "avro"));
        JsonPointer items = pointer(section, "items").orElse(JsonPointer.empty());
        Paging paging = paging(section, query.keySet());
        Optional<JsonPointer> key = pointer(section, "key");
        Dedupe dedupe = section.oneOf("dedupe", Dedupe.CONTENT);
        if (dedupe == Dedupe.KEY && key.isEmpty()) {
            section.mistake("key", "", POINTER + ", because dedupe is key");
        }
        if (!codec.equals("json")) {
            for (String json : List.of("items", "key")) {
                if (pointer(section, json).isPresent()) {
                    section.mistake(json, "goes with codec json only; an answer in " + codec + " is one record");
                }
            }
            if (paging instanceof Paging.Pointed) {
                section.mistake("next", "is a JSON pointer, which goes with codec json only; link may be used");
            }
        }
        return new PollSettings(
                name,
                upstream(section, name, url, query, headers),
                url,
                hidden(query.values(), headers.values()),
                interval,
                section.duration("jitter", interval.dividedBy(10), Duration.ZERO, MOST),
                section.duration("backoff-cap", Duration.ofMinutes(5), LEAST, MOST),
                codec,
                section.text("topic"),
                items,
                paging,
                section.number("max-pages", 100, 1, 10_000),
                dedupe,
                key,
                section.number("remember", 10_000, 1, 100_000));
    }

    private static UpstreamSettings upstream(
            Section section, String name, URI url, Map<String, String> query, Map<String, String> headers) {
        Duration timeout =
                section.duration("timeout", UpstreamSettings.DEFAULT_DEADLINE, LEAST, Duration.ofMinutes(10));
        int maxBody = (int) section.size("max-body", UpstreamSettings.DEFAULT_MAX_BODY, 1, 256 << 20);
        List<String> networks = section.texts("networks");
        UpstreamSettings usual = UpstreamSettings.of(name, URI.create("http://127.0.0.1"));
        try {
            usual = UpstreamSettings.of(name, url);
        } catch (IllegalArgumentException e) {
            section.mistake("url", "has a user, a password or a fragment; keys go to headers or query");
        }
        // The source waits by itself after failures, so a circuit would only hide why.
        usual = usual.within(timeout).bounded(maxBody, 1).redirected(REDIRECTS).withoutCircuit();
        try {
            usual = usual.with(Credentials.of(headers, query));
        } catch (IllegalArgumentException e) {
            section.mistake("headers", String.valueOf(e.getMessage()));
        }
        try {
            return usual.with(Networks.of(networks));
        } catch (IllegalArgumentException e) {
            section.mistake("networks", String.valueOf(e.getMessage()));
            return usual;
        }
    }

    private static Paging paging(Section section, Set<String> query) {
        String next = possiblyEmpty(section, "next");
        Optional<String> cursor = parameter(section, "next-param", query);
        Optional<String> offset = parameter(section, "offset-param", query);
        Optional<String> size = parameter(section, "size-param", query);
        int pageSize = section.number("page-size", 100, 1, 1_000_000);
        if (offset.isPresent()) {
            if (!next.isEmpty()) {
                section.mistake("offset-param", "does not go together with next: a page has one way on");
            }
            return new Paging.Offset(offset.get(), size, pageSize);
        }
        if (next.isEmpty()) {
            return new Paging.Single();
        }
        if (next.equals("link")) {
            return new Paging.Link();
        }
        return pointer(section, "next")
                .<Paging>map(at -> new Paging.Pointed(at, cursor))
                .orElseGet(Paging.Single::new);
    }

    private static Optional<String> parameter(Section section, String key, Set<String> query) {
        Optional<String> name = section.optionalText(key);
        if (name.isPresent() && query.contains(name.get())) {
            section.mistake(key, "is also in query, whose parameters are the same on every page");
        }
        return name;
    }

    private static Optional<JsonPointer> pointer(Section section, String key) {
        String text = possiblyEmpty(section, key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonPointer.compile(text));
        } catch (IllegalArgumentException e) {
            section.mistake(key, text, POINTER + (key.equals("next") ? ", or link" : ""));
            return Optional.empty();
        }
    }

    /** An empty text is a pointer to the whole, which {@link Section#text} would not let through. */
    private static String possiblyEmpty(Section section, String key) {
        return section.texts(key).stream().findFirst().orElse("");
    }

    private static Set<String> hidden(Collection<String> query, Collection<String> headers) {
        // A short value, such as a language, would be found everywhere.
        return Stream.concat(query.stream(), headers.stream())
                .filter(value -> value.length() >= 6)
                .collect(java.util.stream.Collectors.toSet());
    }

    /** Place and bounds, nothing that may be secret. */
    @Override
    public String toString() {
        return name + " " + url + " every " + interval;
    }
}
