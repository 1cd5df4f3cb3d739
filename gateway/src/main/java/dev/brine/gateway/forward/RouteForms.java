package dev.brine.gateway.forward;

import dev.brine.gateway.exchange.Forms;
import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Limits;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a route's values are now: under the newest version of a subject, which is looked up again now and then, under one
 * version for ever, or plain.
 */
final class RouteForms {

    private static final Logger LOG = LoggerFactory.getLogger(RouteForms.class);
    private static final long AGAIN_NANOS = 10_000_000_000L;

    /** Forms, and the version that they are of. */
    record Current(Forms forms, Optional<SchemaVersion> version) {}

    private final Optional<String> subject;
    private final boolean pinned;
    private final SchemaRegistry registry;
    private final Limits limits;
    private final Executor executor;
    private final LongSupplier nanos;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Current current;
    private volatile long next;

    private RouteForms(
            Optional<String> subject,
            boolean pinned,
            SchemaRegistry registry,
            Limits limits,
            Executor executor,
            LongSupplier nanos,
            Current current) {
        this.subject = subject;
        this.pinned = pinned;
        this.registry = registry;
        this.limits = limits;
        this.executor = executor;
        this.nanos = nanos;
        this.current = current;
        this.next = nanos.getAsLong() + AGAIN_NANOS;
    }

    /**
     * Looks the schema up, which may take its time.
     *
     * @param schema {@code SUBJECT} or {@code SUBJECT:vN}; empty for plain values
     * @throws IllegalArgumentException if the registry does not know it
     */
    static RouteForms of(
            Optional<String> schema, SchemaRegistry registry, Limits limits, Executor executor, LongSupplier nanos) {
        if (schema.isEmpty()) {
            Current plain = new Current(Forms.plain(limits), Optional.empty());
            return new RouteForms(schema, true, registry, limits, executor, nanos, plain);
        }
        String text = schema.get();
        int colon = text.lastIndexOf(":v");
        boolean pinned = colon > 0 && text.substring(colon + 2).matches("[1-9][0-9]{0,8}");
        String subject = pinned ? text.substring(0, colon) : text;
        Optional<SchemaVersion> found = pinned
                ? registry.version(subject, Integer.parseInt(text.substring(colon + 2)))
                : registry.latest(subject);
        SchemaVersion version = found.orElseThrow(() -> new IllegalArgumentException("the registry "
                + registry.location() + " has no schema " + text + "; release it, or correct the route's schema"));
        return new RouteForms(
                Optional.of(subject), pinned, registry, limits, executor, nanos, current(version, limits));
    }

    private static Current current(SchemaVersion version, Limits limits) {
        return new Current(Forms.of(version.schema().schema(), limits), Optional.of(version));
    }

    /** At once; a newer version is seen some seconds after it was registered. */
    Current now() {
        if (!pinned && nanos.getAsLong() - next >= 0 && looking.compareAndSet(false, true)) {
            try {
                executor.execute(this::look);
            } catch (RejectedExecutionException e) {
                // The gateway is closing: what is known will do.
                looking.set(false);
            }
        }
        return current;
    }

    /** What {@code writer} wrote, as values of now. */
    Forms writtenBy(int schemaId) {
        Current now = now();
        SchemaVersion reader = now.version()
                .orElseThrow(
                        () -> new IllegalArgumentException("this route has no schema, so no schema id has a meaning"));
        if (reader.schema().id() == schemaId) {
            return now.forms();
        }
        return registry.byId(schemaId)
                .map(writer -> Forms.of(writer.schema(), reader.schema().schema(), limits))
                .orElseThrow(() -> new IllegalArgumentException("the registry knows no schema with id " + schemaId));
    }

    private void look() {
        try {
            Optional<SchemaVersion> found = registry.latest(subject.orElseThrow());
            boolean same = found.isEmpty()
                    || current.version().map(SchemaVersion::version).equals(found.map(SchemaVersion::version));
            if (!same) {
                current = current(found.get(), limits);
            }
        } catch (RegistryException e) {
            LOG.atWarn()
                    .addKeyValue("schema", subject.orElse(""))
                    .addKeyValue("error", e.toString())
                    .log("a route's schema could not be looked up again; the known one is used");
        } finally {
            next = nanos.getAsLong() + AGAIN_NANOS;
            looking.set(false);
        }
    }
}
