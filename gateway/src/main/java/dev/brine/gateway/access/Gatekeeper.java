package dev.brine.gateway.access;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.brine.gateway.http.ClientNetwork;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Lets requests in or turns them away: by token, by what the token may do, by how much it and its address (of
 * IPv6: its network of 64 bits) do at once. Without an {@link AccessFile} everybody may do everything within the allowance of an address.
 */
public final class Gatekeeper {

    // Addresses are the client's to choose; a forgotten one begins anew, with what it is allowed.
    private static final int MOST_ADDRESSES = 100_000;
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final Optional<AccessFile> file;
    private final Allowance perAddress;
    private final MeterRegistry meters;
    private final LongSupplier nanos;
    private final Cache<String, Meter> addresses = meterCache();
    private final Cache<Grant, Meter> tokens = meterCache();

    public Gatekeeper(Optional<AccessFile> file, Allowance perAddress, MeterRegistry meters) {
        this(file, perAddress, meters, System::nanoTime);
    }

    Gatekeeper(Optional<AccessFile> file, Allowance perAddress, MeterRegistry meters, LongSupplier nanos) {
        this.file = requireNonNull(file, "file");
        this.perAddress = requireNonNull(perAddress, "perAddress");
        this.meters = requireNonNull(meters, "meters");
        this.nanos = nanos;
    }

    /**
     * Lets a request in.
     *
     * @param of the topic or route that it is about
     * @throws Refusal 401, 403, or 429 with {@code Retry-After}
     */
    public Permit enter(Head head, Verb verb, String of) {
        Meter address = perAddress.unlimited()
                ? null
                : addresses.get(ClientNetwork.of(head.remote()), key -> new Meter(perAddress, nanos.getAsLong()));
        if (address != null) {
            count(address, "address");
        }
        try {
            Optional<Grant> grant = grant(head, verb, of);
            Meter token = grant.filter(one -> !one.allowance().unlimited())
                    .map(one -> tokens.get(one, key -> new Meter(key.allowance(), nanos.getAsLong())))
                    .orElse(null);
            if (token != null) {
                count(token, "token");
            }
            List<Meter> counted = Stream.of(Optional.ofNullable(address), Optional.ofNullable(token))
                    .flatMap(Optional::stream)
                    .toList();
            return new Entered(grant.map(Grant::name).orElse(head.remote()), counted);
        } catch (Refusal e) {
            if (address != null) {
                address.leave();
            }
            throw e;
        }
    }

    private Optional<Grant> grant(Head head, Verb verb, String of) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String given = head.authorization().orElseThrow(() -> unauthorized("a token is needed"));
        Grant grant = file.get().grant(given).orElseThrow(() -> unauthorized("this token is not known"));
        if (!grant.allows(verb, of)) {
            throw Refusal.of(40301, "this token may not " + verb.label() + " here");
        }
        return Optional.of(grant);
    }

    private static Refusal unauthorized(String message) {
        return Refusal.of(40101, message + "; send it as Authorization: Bearer TOKEN")
                .with("WWW-Authenticate", "Bearer");
    }

    private void count(Meter meter, String whose) {
        int wait = meter.enter(nanos.getAsLong());
        if (wait > 0) {
            Counter.builder("brine.gateway.rejected")
                    .description("Requests that were turned away because there was no room for them")
                    .tag("face", "gateway")
                    .tag("reason", whose)
                    .register(meters)
                    .increment();
            throw Refusal.of(42901, "more than this " + whose + " may do at once; try again in " + wait + " s")
                    .with("Retry-After", Integer.toString(wait));
        }
    }

    private static <K> Cache<K, Meter> meterCache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(FORGOTTEN)
                .build();
    }

    private record Entered(String client, List<Meter> counted) implements Permit {
        @Override
        public void leave() {
            counted.forEach(Meter::leave);
        }
    }
}
