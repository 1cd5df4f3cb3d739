package dev.brine.registry.directory;

import dev.brine.registry.CompatibilityLevel;
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
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The registry over a directory, on disk or inside jars. It serves what the lock lists; a file that the lock does not
 * list is a draft and is not served.
 *
 * <p>All of it is loaded and verified when it is opened. A directory on disk is loaded again when its lock or its
 * {@code subjects.yml} changed, which is looked for at most once a second and only by lookups that find nothing or that
 * may have a newer answer. Safe for use by many threads.
 */
public final class DirectoryRegistry implements SchemaRegistry, TopicBindings {

    /** Configuration: {@code true} lets {@link #register} write. Default false. */
    public static final String WRITABLE = "brine.registry.writable";

    private final SchemaSource source;
    private final SnapshotHolder snapshots;
    private final Optional<DirectoryWriter> writer;

    private DirectoryRegistry(SchemaSource source, SnapshotHolder snapshots, Optional<DirectoryWriter> writer) {
        this.source = source;
        this.snapshots = snapshots;
        this.writer = writer;
    }

    /**
     * @param writable whether {@link #register} may write new versions
     * @throws RegistryUnavailableException if there is no such directory
     * @throws InvalidSchemaException if it is not what was released
     */
    public static DirectoryRegistry open(Path directory, boolean writable) {
        PathSource source = new PathSource(directory);
        SnapshotHolder snapshots = SnapshotHolder.following(source, System::nanoTime);
        return new DirectoryRegistry(
                source, snapshots, writable ? Optional.of(new DirectoryWriter(source, snapshots)) : Optional.empty());
    }

    /** As {@link #open}, for a directory that the class loader finds under {@code root}. */
    public static DirectoryRegistry openClassPath(String root, ClassLoader loader) {
        SchemaSource source = new ClassPathSource(root, loader);
        return new DirectoryRegistry(source, SnapshotHolder.fixed(source), Optional.empty());
    }

    @Override
    public Optional<RegisteredSchema> byId(int id) {
        return snapshots.find(snapshot -> snapshot.byId(id));
    }

    @Override
    public Optional<RegisteredSchema> byGuid(UUID guid) {
        return snapshots.find(snapshot -> snapshot.byGuid(guid));
    }

    @Override
    public List<RegisteredSchema> byFingerprint(long fingerprint) {
        return snapshots
                .find(snapshot ->
                        Optional.of(snapshot.byFingerprint(fingerprint)).filter(found -> !found.isEmpty()))
                .orElse(List.of());
    }

    @Override
    public Optional<SchemaVersion> version(String subject, int version) {
        return snapshots.find(snapshot -> snapshot.version(subject, version));
    }

    @Override
    public Optional<SchemaVersion> latest(String subject) {
        return snapshots.fresh().latest(subject);
    }

    @Override
    public List<SchemaVersion> versions(String subject) {
        return snapshots.fresh().versions(subject);
    }

    @Override
    public SortedSet<String> subjects() {
        return Collections.unmodifiableSortedSet(
                new TreeSet<>(snapshots.fresh().subjects().keySet()));
    }

    @Override
    public List<SubjectVersion> versionsOf(int id) {
        return snapshots.fresh().versionsOf(id);
    }

    @Override
    public CompatibilityLevel compatibility(String subject) {
        Snapshot snapshot = snapshots.fresh();
        return snapshot.settings().level(snapshot.subject(subject));
    }

    @Override
    public Optional<TopicBinding> binding(String topic) {
        return snapshots.fresh().settings().binding(topic);
    }

    @Override
    public Collection<TopicBinding> bindings() {
        return Collections.unmodifiableCollection(
                snapshots.fresh().settings().bindings().values());
    }

    @Override
    public SchemaVersion register(String subject, String text, List<SchemaReference> references) {
        Registration registration = Registration.of(snapshots.fresh(), subject, text, references);
        if (registration.known().isPresent()) {
            return registration.known().get();
        }
        if (writer.isEmpty()) {
            throw new RegistryException(
                    location() + " takes no registrations, and this schema is not in it; write it to "
                            + source.describe(SubjectFolder.file(registration.next()))
                            + " and run 'brine schema release', or open a directory with " + WRITABLE
                            + "=true");
        }
        return writer.get().register(subject, text, references);
    }

    @Override
    public String location() {
        return source.location();
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
