package dev.brine.registry.chain;

import dev.brine.registry.CacheCounts;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.CountedCaches;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.TopicBinding;
import dev.brine.registry.TopicBindings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry with a memory on disk. What never changes is answered from memory once it is known; what may change is
 * asked, and answered from memory while the registry is down. A file belongs to one process.
 */
public final class SnapshotRegistry implements SchemaRegistry, TopicBindings, CountedCaches {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotRegistry.class);

    private final SchemaRegistry registry;
    private final SnapshotFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Remembered remembered;
    private boolean writing;
    private boolean changed;
    private boolean failed;

    private SnapshotRegistry(SchemaRegistry registry, SnapshotFile file, Remembered remembered) {
        this.registry = registry;
        this.file = file;
        this.remembered = remembered;
    }

    /** Closes {@code registry} when it is closed. A file that is damaged is left out, said so, and written anew. */
    public static SnapshotRegistry over(SchemaRegistry registry, Path path) {
        SnapshotFile file = new SnapshotFile(path);
        Remembered remembered;
        try {
            remembered = Remembered.of(file.read());
        } catch (IOException | RegistryException e) {
            LOG.atWarn()
                    .addKeyValue("schema", path.toString())
                    .addKeyValue("error", e.getMessage())
                    .log("registry snapshot cannot be used and will be written anew");
            remembered = new Remembered();
        }
        return new SnapshotRegistry(registry, file, remembered);
    }

    @Override
    public Optional<RegisteredSchema> byId(int id) {
        return known(memory -> memory.byId(id)).or(() -> keep(registry.byId(id)));
    }

    @Override
    public Optional<RegisteredSchema> byGuid(UUID guid) {
        return known(memory -> memory.byGuid(guid)).or(() -> keep(registry.byGuid(guid)));
    }

    @Override
    public List<RegisteredSchema> byFingerprint(long fingerprint) {
        return orRemembered(
                () -> {
                    List<RegisteredSchema> found = registry.byFingerprint(fingerprint);
                    found.forEach(one -> keep(Optional.of(one)));
                    return found;
                },
                memory -> Optional.of(memory.byFingerprint(fingerprint)).filter(found -> !found.isEmpty()));
    }

    @Override
    public Optional<SchemaVersion> version(String subject, int version) {
        if (version < 1 || subject.isEmpty()) {
            return registry.version(subject, version);
        }
        SubjectVersion name = new SubjectVersion(subject, version);
        return known(memory -> memory.version(name)).or(() -> keepVersion(registry.version(subject, version)));
    }

    @Override
    public Optional<SchemaVersion> latest(String subject) {
        return orRemembered(() -> keepVersion(registry.latest(subject)), memory -> last(memory.versions(subject))
                .map(Optional::of));
    }

    @Override
    public List<SchemaVersion> versions(String subject) {
        return orRemembered(
                () -> {
                    List<SchemaVersion> found = registry.versions(subject);
                    found.forEach(one -> keepVersion(Optional.of(one)));
                    return found;
                },
                memory -> Optional.of(memory.versions(subject)).filter(found -> !found.isEmpty()));
    }

    @Override
    public SortedSet<String> subjects() {
        return orRemembered(registry::subjects, memory -> Optional.of(memory.subjects())
                .filter(found -> !found.isEmpty())
                .map(found -> Collections.unmodifiableSortedSet(new TreeSet<>(found))));
    }

    @Override
    public List<SubjectVersion> versionsOf(int id) {
        return orRemembered(() -> registry.versionsOf(id), memory -> Optional.of(memory.versionsOf(id))
                .filter(found -> !found.isEmpty()));
    }

    @Override
    public CompatibilityLevel compatibility(String subject) {
        return orRemembered(
                () -> {
                    CompatibilityLevel level = registry.compatibility(subject);
                    remember(memory -> memory.add(subject, level));
                    return level;
                },
                memory -> memory.level(subject));
    }

    @Override
    public SchemaVersion register(String subject, String text, List<SchemaReference> references) {
        SchemaVersion version = registry.register(subject, text, references);
        keepVersion(Optional.of(version));
        return version;
    }

    @Override
    public Optional<TopicBinding> binding(String topic) {
        return registry instanceof TopicBindings bindings ? bindings.binding(topic) : Optional.empty();
    }

    @Override
    public Collection<TopicBinding> bindings() {
        return registry instanceof TopicBindings bindings ? bindings.bindings() : List.of();
    }

    @Override
    public List<CacheCounts> caches() {
        return registry instanceof CountedCaches counted ? counted.caches() : List.of();
    }

    @Override
    public String location() {
        return registry.location();
    }

    @Override
    public void close() {
        registry.close();
    }

    private static <T> Optional<T> last(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private <T> Optional<T> known(Function<Remembered, Optional<T>> lookup) {
        lock.lock();
        try {
            return lookup.apply(remembered);
        } finally {
            lock.unlock();
        }
    }

    private <T> T orRemembered(Supplier<T> ask, Function<Remembered, Optional<T>> memory) {
        try {
            return ask.get();
        } catch (RegistryUnavailableException e) {
            return known(memory).orElseThrow(() -> e);
        }
    }

    private Optional<RegisteredSchema> keep(Optional<RegisteredSchema> found) {
        found.ifPresent(schema -> {
            keepReferences(schema);
            remember(memory -> memory.add(schema));
        });
        return found;
    }

    private Optional<SchemaVersion> keepVersion(Optional<SchemaVersion> found) {
        found.ifPresent(version -> {
            keepReferences(version.schema());
            remember(memory -> memory.add(version));
        });
        return found;
    }

    /** Without what it refers to, a schema could not be read again. */
    private void keepReferences(RegisteredSchema schema) {
        if (known(memory -> memory.byId(schema.id())).isEmpty()) {
            schema.references().forEach(one -> version(one.subject(), one.version()));
        }
    }

    private void remember(Function<Remembered, Boolean> change) {
        lock.lock();
        try {
            changed |= change.apply(remembered);
            if (!changed || writing) {
                return;
            }
            writing = true;
        } finally {
            lock.unlock();
        }
        write();
    }

    /** One thread writes, without the lock, until nothing is new. */
    private void write() {
        while (true) {
            List<String> lines;
            lock.lock();
            try {
                if (!changed) {
                    writing = false;
                    return;
                }
                changed = false;
                lines = remembered.lines();
            } finally {
                lock.unlock();
            }
            try {
                file.write(lines);
                failed = false;
            } catch (RegistryException e) {
                // A lookup that worked must not fail because a disk is full; the next thing learnt tries again.
                if (!failed) {
                    LOG.atWarn()
                            .addKeyValue("schema", file.path().toString())
                            .addKeyValue("error", String.valueOf(e.getCause()))
                            .log("registry snapshot cannot be written; a start during an outage would know less");
                }
                failed = true;
            }
        }
    }
}
