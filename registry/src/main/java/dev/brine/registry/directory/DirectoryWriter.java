package dev.brine.registry.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.PrettySchema;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes new versions into a directory: the file first, then the line of the lock, each complete or not at all; and
 * levels into its settings.
 */
final class DirectoryWriter {

    private final PathSource source;
    private final SnapshotHolder snapshots;
    private final ReentrantLock writing = new ReentrantLock();

    DirectoryWriter(PathSource source, SnapshotHolder snapshots) {
        this.source = source;
        this.snapshots = snapshots;
    }

    SchemaVersion register(String subject, String text, List<SchemaReference> references) {
        writing.lock();
        try (LockFile lock = LockFile.acquire(source.directory())) {
            // Another process may have written since the caller looked.
            Snapshot snapshot = snapshots.current();
            Registration registration = Registration.of(snapshot, subject, text, references);
            if (registration.known().isPresent()) {
                return registration.known().get();
            }
            ParsedSchema schema = registration.schema();
            int id = snapshot.lock().idFor(schema.guid());
            write(lock, snapshot, registration);
            lock.commit(snapshot.lock().with(LockLine.of(id, registration.next(), schema)));
            return snapshots
                    .current()
                    .version(registration.next().subject(), registration.next().version())
                    .orElseThrow();
        } finally {
            writing.unlock();
        }
    }

    /** Writes a level into {@code subjects.yml}; see {@link SubjectsEdit} for what empty means. */
    void level(Optional<String> subject, Optional<CompatibilityLevel> level) {
        writing.lock();
        try (LockFile lock = LockFile.acquire(source.directory())) {
            String before = source.read(SubjectsFile.FILE)
                    .map(bytes -> new String(bytes, UTF_8))
                    .orElse("");
            lock.add(SubjectsFile.FILE, SubjectsEdit.apply(source.describe(SubjectsFile.FILE), before, subject, level));
            snapshots.current();
        } finally {
            writing.unlock();
        }
    }

    private void write(LockFile lock, Snapshot snapshot, Registration registration) {
        String path = SubjectFolder.file(registration.next());
        Optional<byte[]> draft = source.read(path);
        if (draft.isEmpty()) {
            lock.add(path, PrettySchema.of(registration.schema().text()));
        } else if (!same(snapshot, registration, new String(draft.get(), UTF_8))) {
            throw new RegistryException(source.describe(path) + " is a draft with another schema, so "
                    + registration.next() + " cannot be registered; release or delete the draft first");
        }
    }

    private static boolean same(Snapshot snapshot, Registration registration, String draft) {
        try {
            return Registration.of(
                            snapshot,
                            registration.next().subject(),
                            draft,
                            registration.schema().references())
                    .schema()
                    .guid()
                    .equals(registration.schema().guid());
        } catch (InvalidSchemaException | IncompatibleSchemaException e) {
            return false;
        }
    }
}
