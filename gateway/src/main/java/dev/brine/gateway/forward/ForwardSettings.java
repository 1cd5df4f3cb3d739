package dev.brine.gateway.forward;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.cache.CacheSettings;
import dev.brine.gateway.client.Credentials;
import dev.brine.gateway.client.Networks;
import dev.brine.gateway.client.UpstreamSettings;
import dev.brine.gateway.config.Section;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One route.
 *
 * @param path where clients find it, such as {@code /forward/weather}; all are below {@code /forward}
 * @param upstream which server, and how it is called; its URL may have a path
 * @param upstreamCodec what the server speaks
 * @param schema {@code SUBJECT[:vN]} of what it answers; empty for plain values in json and pickle
 * @param requestSchema of what it is sent, where that is another
 * @param methods that are passed on; empty for all
 * @param passHeaders more headers that are passed, both ways
 * @param passAuthorization whether the client's own authorization is passed on
 * @param cache how answers are kept; empty for not at all
 * @param publish what is written to a topic
 */
public record ForwardSettings(
        String path,
        UpstreamSettings upstream,
        String upstreamCodec,
        Optional<String> schema,
        Optional<String> requestSchema,
        Set<String> methods,
        List<String> passHeaders,
        boolean passAuthorization,
        Optional<CacheSettings> cache,
        Optional<Publish> publish) {

    /** What of an exchange is written to a topic. */
    public enum Part {
        /** What the server answered. */
        ANSWER,
        /** What it was sent. */
        REQUEST
    }

    /** What is written, and where. */
    public record Publish(String topic, Part part) {}

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final long LARGEST_BODY = 256L << 20;
    private static final Set<String> NEVER = Set.of("CONNECT", "TRACE");

    public ForwardSettings {
        if (!path.matches("/forward(/[A-Za-z0-9._~-]+)+") || path.contains("/.")) {
            throw new IllegalArgumentException(
                    "'" + path + "' is no path of a route; expected such as /forward/weather");
        }
        requireNonNull(upstream, "upstream");
        requireNonNull(upstreamCodec, "upstreamCodec");
        methods = Set.copyOf(methods);
        passHeaders = List.copyOf(passHeaders);
    }

    /** A route for plain values, without a cache. */
    public static ForwardSettings of(String path, UpstreamSettings upstream, String upstreamCodec) {
        return new ForwardSettings(
                path,
                upstream,
                upstreamCodec,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    public ForwardSettings withSchema(String subject) {
        return new ForwardSettings(
                path,
                upstream,
                upstreamCodec,
                Optional.of(subject),
                requestSchema,
                methods,
                passHeaders,
                passAuthorization,
                cache,
                publish);
    }

    public ForwardSettings with(CacheSettings kept) {
        return new ForwardSettings(
                path,
                upstream,
                upstreamCodec,
                schema,
                requestSchema,
                methods,
                passHeaders,
                passAuthorization,
                Optional.of(kept),
                publish);
    }

    public ForwardSettings with(Publish written) {
        return new ForwardSettings(
                path,
                upstream,
                upstreamCodec,
                schema,
                requestSchema,
                methods,
                passHeaders,
                passAuthorization,
                cache,
                Optional.of(written));
    }

    public ForwardSettings passing(List<String> headers, boolean authorization) {
        return new ForwardSettings(
                path, upstream, upstreamCodec, schema, requestSchema, methods, headers, authorization, cache, publish);
    }

    boolean takes(String method) {
        return !NEVER.contains(method) && (methods.isEmpty() || methods.contains(method));
    }

    // ---- from the file

    /** Reads an entry of {@code forward:}; mistakes are noted in the section, and defaults stand in for them. */
    public static ForwardSettings from(Section section) {
        String path = path(section);
        UpstreamSettings upstream = upstream(section, path);
        Set<String> codecs = Codecs.all().stream().map(Codec::name).collect(Collectors.toSet());
        String codec = section.oneOf("upstream-codec", "json", codecs);
        Optional<String> schema = schema(section, "schema");
        Optional<String> requestSchema = schema(section, "request-schema");
        if (schema.isEmpty() && !codec.equals("json") && !codec.equals("pickle")) {
            section.mistake("schema", "", "SUBJECT or SUBJECT:vN, because upstream-codec " + codec + " needs one");
        }
        ForwardSettings settings = new ForwardSettings(
                path,
                upstream,
                codec,
                schema,
                requestSchema,
                checked(
                                section,
                                "methods",
                                text -> text.matches("[A-Z]+") && !NEVER.contains(text),
                                "methods such as GET")
                        .stream()
                        .collect(Collectors.toSet()),
                checked(
                        section,
                        "pass-headers",
                        HeaderRules::mayPass,
                        "names of headers that may be passed on; authorization has pass-authorization"),
                section.flag("pass-authorization", false),
                section.section("cache").map(ForwardSettings::cache),
                publish(section));
        section.done();
        return settings;
    }

    private static String path(Section section) {
        String path = section.text("path");
        try {
            return ForwardSettings.of(path, UpstreamSettings.of("any", URI.create("http://127.0.0.1")), "json")
                    .path();
        } catch (IllegalArgumentException e) {
            section.mistake("path", path, "a path such as /forward/weather");
            return "/forward/missing";
        }
    }

    private static UpstreamSettings upstream(Section section, String path) {
        URI url = section.url("upstream");
        UpstreamSettings usual = UpstreamSettings.of(path, URI.create("http://127.0.0.1"));
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            section.mistake(
                    "upstream",
                    "a user, a query or a fragment in the URL",
                    "scheme://host[:port][/path]; keys go to headers or query");
        } else {
            usual = UpstreamSettings.of(path, url);
        }
        Duration timeout =
                section.duration("timeout", UpstreamSettings.DEFAULT_DEADLINE, Duration.ofMillis(1), LONGEST);
        int body = (int) section.size("max-body", UpstreamSettings.DEFAULT_MAX_BODY, 1, LARGEST_BODY);
        int connections = section.number("connections", UpstreamSettings.DEFAULT_CONNECTIONS, 1, 10_000);
        int redirects = section.number("redirects", 0, 0, 10);
        UpstreamSettings settings =
                usual.within(timeout).bounded(body, connections).redirected(redirects);
        Optional<Section> circuit = section.section("circuit");
        if (circuit.isPresent()) {
            int failures = circuit.get().number("failures", UpstreamSettings.DEFAULT_FAILURES, 1, 1_000);
            Duration pause = circuit.get()
                    .duration("pause", UpstreamSettings.DEFAULT_PAUSE, Duration.ofMillis(1), Duration.ofMinutes(1));
            settings = settings.circuit(failures, pause);
            circuit.get().done();
        }
        return settings.with(credentials(section)).with(networks(section));
    }

    private static Credentials credentials(Section section) {
        var headers = section.map("headers");
        var query = section.map("query");
        try {
            return Credentials.of(headers, query);
        } catch (IllegalArgumentException e) {
            section.mistake("headers", String.valueOf(e.getMessage()));
            return Credentials.NONE;
        }
    }

    private static Networks networks(Section section) {
        try {
            return Networks.of(section.texts("networks"));
        } catch (IllegalArgumentException e) {
            section.mistake("networks", String.valueOf(e.getMessage()));
            return Networks.NONE;
        }
    }

    private static CacheSettings cache(Section section) {
        CacheSettings usual = CacheSettings.DEFAULT;
        Duration day = Duration.ofDays(365);
        Duration soft = section.duration("soft", usual.soft(), Duration.ZERO, day);
        Duration hard =
                section.duration("hard", usual.hard().compareTo(soft) < 0 ? soft : usual.hard(), Duration.ZERO, day);
        if (hard.compareTo(soft) < 0) {
            section.mistake("hard", "shorter than the soft lifetime; give as much or more");
            hard = soft;
        }
        CacheSettings settings = new CacheSettings(
                soft,
                hard,
                section.duration("negative", usual.negative(), Duration.ZERO, day),
                section.flag("stale-if-error", usual.staleIfError()),
                section.flag("force", usual.force()),
                section.size("max-bytes", usual.maxBytes()),
                section.size("max-entry", usual.maxEntry(), 1, Integer.MAX_VALUE));
        section.done();
        return settings;
    }

    private static Optional<Publish> publish(Section section) {
        Part part = section.oneOf("publish-of", Part.ANSWER);
        return section.optionalText("publish").map(topic -> new Publish(topic, part));
    }

    private static Optional<String> schema(Section section, String key) {
        return section.optionalText(key).filter(text -> {
            boolean good = text.matches("[^:]+(:v[1-9][0-9]{0,8})?|[^:]*:[^:]*:[^:]+(:v[1-9][0-9]{0,8})?");
            if (!good) {
                section.mistake(key, text, "SUBJECT or SUBJECT:vN");
            }
            return good;
        });
    }

    private static List<String> checked(Section section, String key, Predicate<String> good, String allowed) {
        return section.texts(key).stream()
                .map(text -> key.equals("methods") ? text.toUpperCase(Locale.ROOT) : text)
                .filter(text -> {
                    if (!good.test(text)) {
                        section.mistake(key, text, allowed);
                        return false;
                    }
                    return true;
                })
                .toList();
    }
}
