package dev.brine.registry.chain;

import dev.brine.registry.CacheCounts;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.CountedCaches;
import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.TopicBinding;
import dev.brine.registry.TopicBindings;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Registries that are asked in order; the first that knows answers, and one that is down is passed over. When none knows
 * and one was down, that is an outage and not an answer. A registration goes to the first that takes it.
 */
public final class ChainedRegistry implements SchemaRegistry, TopicBindings, CountedCaches {

    private final List<SchemaRegistry> members;

    /** Closes the members when it is closed. */
    public ChainedRegistry(List<SchemaRegistry> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a chain needs a registry");
        }
        this.members = List.copyOf(members);
    }

    @Override
    public Optional<RegisteredSchema> byId(int id) {
        return first(member -> member.byId(id));
    }

    @Override
    public Optional<RegisteredSchema> byGuid(UUID guid) {
        return first(member -> member.byGuid(guid));
    }

    @Override
    public List<RegisteredSchema> byFingerprint(long fingerprint) {
        return firstList(member -> member.byFingerprint(fingerprint));
    }

    @Override
    public Optional<SchemaVersion> version(String subject, int version) {
        return first(member -> member.version(subject, version));
    }

    @Override
    public Optional<SchemaVersion> latest(String subject) {
        return first(member -> member.latest(subject));
    }

    @Override
    public List<SchemaVersion> versions(String subject) {
        return firstList(member -> member.versions(subject));
    }

    @Override
    public SortedSet<String> subjects() {
        TreeSet<String> all = new TreeSet<>();
        members.forEach(member -> all.addAll(member.subjects()));
        return Collections.unmodifiableSortedSet(all);
    }

    @Override
    public List<SubjectVersion> versionsOf(int id) {
        return firstList(member -> member.versionsOf(id));
    }

    /** That of the first registry that has the subject; that of the first one if none has. */
    @Override
    public CompatibilityLevel compatibility(String subject) {
        return first(member -> member.latest(subject).map(version -> member.compatibility(subject)))
                .orElseGet(() -> members.get(0).compatibility(subject));
    }

    @Override
    public SchemaVersion register(String subject, String text, List<SchemaReference> references) {
        RegistryException refused = null;
        for (SchemaRegistry member : members) {
            try {
                return member.register(subject, text, references);
            } catch (InvalidSchemaException e) {
                // Perhaps a reference leads to what only a later one has.
                refused = worse(refused, e);
            } catch (IncompatibleSchemaException e) {
                throw e;
            } catch (RegistryException e) {
                refused = worse(refused, e);
            }
        }
        throw refused == null ? new RegistryException(location() + " takes no registrations") : refused;
    }

    private static RegistryException worse(@Nullable RegistryException before, RegistryException now) {
        if (before == null) {
            return now;
        }
        before.addSuppressed(now);
        return before;
    }

    @Override
    public Optional<TopicBinding> binding(String topic) {
        return bound().map(member -> member.binding(topic))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Collection<TopicBinding> bindings() {
        SortedMap<String, TopicBinding> all = new TreeMap<>();
        bound().flatMap(member -> member.bindings().stream())
                .forEach(binding -> all.putIfAbsent(binding.topic(), binding));
        return Collections.unmodifiableCollection(all.values());
    }

    private Stream<TopicBindings> bound() {
        return members.stream().filter(TopicBindings.class::isInstance).map(TopicBindings.class::cast);
    }

    @Override
    public List<CacheCounts> caches() {
        return members.stream()
                .filter(CountedCaches.class::isInstance)
                .flatMap(member -> ((CountedCaches) member).caches().stream())
                .toList();
    }

    @Override
    public String location() {
        return members.stream().map(SchemaRegistry::location).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (SchemaRegistry member : members) {
            try {
                member.close();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private <T> List<T> firstList(Function<SchemaRegistry, List<T>> lookup) {
        return first(member -> Optional.of(lookup.apply(member)).filter(found -> !found.isEmpty()))
                .orElse(List.of());
    }

    private <T> Optional<T> first(Function<SchemaRegistry, Optional<T>> lookup) {
        RegistryUnavailableException down = null;
        for (SchemaRegistry member : members) {
            try {
                Optional<T> found = lookup.apply(member);
                if (found.isPresent()) {
                    return found;
                }
            } catch (RegistryUnavailableException e) {
                down = down == null ? e : down;
            }
        }
        if (down != null) {
            throw down;
        }
        return Optional.empty();
    }
}
