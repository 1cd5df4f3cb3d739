package dev.brine.gateway.cache;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * How long an answer may be used, by RFC 9111 and the route's settings.
 *
 * @param storable whether it may be kept
 * @param shareable whether those who asked for the same at the same time may have it too
 * @param age how old it was when it came
 * @param soft how long it is fresh, from its arrival
 * @param hard how long it is kept, from its arrival
 * @param stale whether it may be given when it is no longer fresh
 * @param told whether the upstream itself said how long, which must not be made longer
 */
record Freshness(
        boolean storable, boolean shareable, Duration age, Duration soft, Duration hard, boolean stale, boolean told) {

    private static final Set<Integer> CACHEABLE = Set.of(200, 203, 204, 301, 404, 410);

    static Freshness of(int status, Origin origin, CacheSettings settings, Instant now) {
        Directives control = Directives.of(origin.header("cache-control").orElse(""));
        Duration age = age(origin);
        boolean anybodys =
                !control.has("private") && origin.header("set-cookie").isEmpty();
        boolean wanted = settings.force() || !control.has("no-store");
        boolean same = !origin.header("vary").orElse("").contains("*");
        boolean shareable = anybodys && wanted && same;
        if (!shareable || !CACHEABLE.contains(status)) {
            return new Freshness(false, shareable, age, Duration.ZERO, Duration.ZERO, false, false);
        }
        boolean negative = status == 404 || status == 410;
        if (settings.force()) {
            Duration soft = negative ? settings.negative() : settings.soft();
            Duration hard = negative ? soft : settings.hard();
            return new Freshness(!hard.isZero(), true, age, soft, hard, !negative, false);
        }
        Optional<Duration> told = told(control, origin, now);
        Duration lifetime = told.orElse(negative ? settings.negative() : settings.soft());
        Duration left = control.has("no-cache") ? Duration.ZERO : least(positive(lifetime.minus(age)), settings.hard());
        if (negative) {
            Duration brief = least(left, settings.negative());
            return new Freshness(!brief.isZero(), true, age, brief, brief, false, told.isPresent());
        }
        boolean stale = !left.isZero()
                && !control.has("must-revalidate")
                && !control.has("proxy-revalidate")
                && !control.has("s-maxage");
        Duration kept = stale || origin.hasValidator() ? settings.hard() : left;
        return new Freshness(!kept.isZero(), true, age, left, kept, stale, told.isPresent());
    }

    private static Optional<Duration> told(Directives control, Origin origin, Instant now) {
        return control.seconds("s-maxage").or(() -> control.seconds("max-age")).or(() -> origin.header("expires")
                .map(text -> {
                    Instant date =
                            origin.header("date").flatMap(Freshness::date).orElse(now);
                    return date(text)
                            .map(end -> positive(Duration.between(date, end)))
                            .orElse(Duration.ZERO);
                }));
    }

    private static Duration age(Origin origin) {
        return origin.header("age")
                .filter(text -> text.strip().matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text.strip())))
                .orElse(Duration.ZERO);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration positive(Duration found) {
        return found.isNegative() ? Duration.ZERO : found;
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
