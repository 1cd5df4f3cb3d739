package dev.brine.registry.transfer;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.directory.VersionInfo;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.StoredVersion;
import dev.brine.registry.transfer.PushPlan.Conflict;
import dev.brine.registry.transfer.PushPlan.LevelChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * From a directory to a registry, each version under the id that the lock gives it. The registry takes ids in its mode
 * IMPORT, which a subject has while its versions are written and not longer, whatever happens.
 */
public final class Push {

    /** What to do about a registry in which ids cannot be chosen. */
    public enum WithoutImport {
        /** Write nothing. */
        REFUSE,
        /** Register in order and stop at the first id that is not the lock's: right for one that is empty. */
        HOPE
    }

    private final RegistryPeer peer;
    private final WithoutImport withoutImport;

    public Push(RegistryPeer peer, WithoutImport withoutImport) {
        this.peer = peer;
        this.withoutImport = withoutImport;
    }

    /**
     * Looks, and changes nothing.
     *
     * @param directory a directory's versions, of which the released ones are meant
     * @param subjects which, and with them whatever they refer to; empty for all
     * @throws RegistryException if one of the subjects has no released version
     */
    public PushPlan plan(List<VersionInfo> directory, Collection<String> subjects) {
        List<SchemaVersion> versions = ReleasedVersions.of(directory, subjects);
        Map<SubjectVersion, SchemaVersion> here = new LinkedHashMap<>();
        versions.forEach(one -> here.put(one.name(), one));
        SameSchema same = new SameSchema(here);
        Map<String, Map<Integer, StoredVersion>> theirs = new TreeMap<>();
        Set<SubjectVersion> there = new LinkedHashSet<>();
        List<Conflict> conflicts = new ArrayList<>();
        for (SchemaVersion ours : versions) {
            StoredVersion found =
                    theirs.computeIfAbsent(ours.subject(), this::versionsOf).get(ours.version());
            if (found == null) {
                idTaken(ours, same).ifPresent(conflicts::add);
                continue;
            }
            Optional<Conflict> conflict = different(ours, found, same);
            conflict.ifPresentOrElse(conflicts::add, () -> there.add(ours.name()));
        }
        List<String> importing = new ArrayList<>();
        conflicts.addAll(readOnly(
                versions.stream().filter(one -> !there.contains(one.name())).toList(), importing));
        return new PushPlan(versions, there, levels(directory, theirs.keySet()), conflicts, importing);
    }

    /**
     * Does what a plan says, and can be repeated when it fails or is stopped midway.
     *
     * @param written told of each version
     * @param stop asked before each version; modes are put back before this returns
     * @return whether all of it was done
     * @throws RegistryException if the plan has conflicts, the registry refuses, or a mode could not be set back
     */
    public boolean apply(PushPlan plan, Consumer<SchemaVersion> written, BooleanSupplier stop) {
        if (!plan.conflicts().isEmpty()) {
            throw new RegistryException("nothing was pushed to " + peer.location() + ": "
                    + plan.conflicts().get(0));
        }
        List<SchemaVersion> missing = plan.missing();
        int next = 0;
        while (next < missing.size()) {
            int end = next;
            String subject = missing.get(next).subject();
            while (end < missing.size() && missing.get(end).subject().equals(subject)) {
                end++;
            }
            write(subject, missing.subList(next, end), written, stop);
            next = end;
        }
        if (stop.getAsBoolean()) {
            return false;
        }
        plan.levels().forEach(one -> peer.setLevel(one.subject(), one.after()));
        return true;
    }

    /** As above, without being stopped. */
    public void apply(PushPlan plan, Consumer<SchemaVersion> written) {
        boolean whole = apply(plan, written, () -> false);
        if (!whole) {
            throw new IllegalStateException("a push ended that nobody stopped");
        }
    }

    private Map<Integer, StoredVersion> versionsOf(String subject) {
        Map<Integer, StoredVersion> found = new TreeMap<>();
        peer.versions(subject).forEach(one -> found.put(one.version(), one));
        return found;
    }

    private Optional<Conflict> different(SchemaVersion ours, StoredVersion found, SameSchema same) {
        if (!same.same(ours, found.schema().content())) {
            return Optional.of(new Conflict(
                    "version-taken",
                    ours.name(),
                    peer.location() + " has another schema as " + ours.name() + ", with id " + found.id(),
                    "pull that one into a directory of its own and compare; a released version never changes, so one of"
                            + " the two must be released anew under the next number"));
        }
        if (found.id() != ours.schema().id()) {
            return Optional.of(new Conflict(
                    "other-id",
                    ours.name(),
                    peer.location() + " has this schema under id " + found.id() + ", the lock says "
                            + ours.schema().id(),
                    "records carry one of the two ids, so none can be given up: pull the registry into a new directory,"
                            + " or push to an empty registry"));
        }
        if (found.deleted()) {
            return Optional.of(new Conflict(
                    "deleted-there",
                    ours.name(),
                    "it was deleted in " + peer.location() + ", and a push does not take that back",
                    "delete it there permanently and push again, or push other subjects by name"));
        }
        return Optional.empty();
    }

    private Optional<Conflict> idTaken(SchemaVersion ours, SameSchema same) {
        int id = ours.schema().id();
        return peer.byId(id)
                .filter(theirs -> !same.same(ours, theirs))
                .map(theirs -> new Conflict(
                        "id-taken",
                        ours.name(),
                        "its id is " + id + " by the lock, and " + peer.location() + " has given " + id
                                + " to another schema",
                        "an id stands for one schema for ever: pull the registry into a new directory and release there,"
                                + " or push to a registry that is empty or was pushed to from this directory"));
    }

    private List<Conflict> readOnly(List<SchemaVersion> missing, List<String> importing) {
        Map<String, SchemaVersion> firsts = new LinkedHashMap<>();
        missing.forEach(one -> firsts.putIfAbsent(one.subject(), one));
        List<Conflict> found = new ArrayList<>();
        firsts.forEach((subject, first) -> {
            RegistryMode mode = peer.mode(subject);
            if (mode == RegistryMode.IMPORT) {
                importing.add(subject);
            } else if (mode != RegistryMode.READWRITE) {
                found.add(new Conflict(
                        "read-only",
                        first.name(),
                        "the mode of " + subject + " at " + peer.location() + " is " + mode,
                        "somebody has closed it: have the mode set to READWRITE first"));
            }
        });
        return found;
    }

    private List<LevelChange> levels(List<VersionInfo> directory, Collection<String> subjects) {
        Map<String, CompatibilityLevel> ours = new TreeMap<>();
        directory.stream()
                .filter(one -> subjects.contains(one.name().subject()))
                .forEach(one -> ours.put(one.name().subject(), one.level()));
        List<LevelChange> changes = new ArrayList<>();
        ours.forEach((subject, level) -> {
            CompatibilityLevel before = peer.level(Optional.of(subject));
            if (before != level) {
                changes.add(new LevelChange(subject, before, level));
            }
        });
        return changes;
    }

    private void write(
            String subject, List<SchemaVersion> versions, Consumer<SchemaVersion> written, BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            return;
        }
        if (peer.mode(subject) == RegistryMode.IMPORT) {
            put(versions, written, stop);
            return;
        }
        Optional<RegistryMode> before = peer.ownMode(subject);
        try {
            peer.setMode(subject, Optional.of(RegistryMode.IMPORT));
        } catch (RegistryUnavailableException e) {
            restore(subject, before, e);
            throw e;
        } catch (RegistryException e) {
            // Refused, so nothing was changed.
            withoutImport(versions, written, e);
            return;
        }
        try {
            put(versions, written, stop);
        } catch (RuntimeException | Error e) {
            restore(subject, before, e);
            throw e;
        }
        peer.setMode(subject, before);
    }

    private void restore(String subject, Optional<RegistryMode> before, Throwable failure) {
        try {
            peer.setMode(subject, before);
        } catch (RuntimeException e) {
            failure.addSuppressed(new RegistryException(
                    "the mode of " + subject + " at " + peer.location() + " may still be IMPORT; set it back to "
                            + before.orElse(RegistryMode.READWRITE),
                    e));
        }
    }

    private void put(List<SchemaVersion> versions, Consumer<SchemaVersion> written, BooleanSupplier stop) {
        for (SchemaVersion one : versions) {
            if (stop.getAsBoolean()) {
                return;
            }
            peer.put(one.name(), one.schema().id(), content(one));
            written.accept(one);
        }
    }

    private void withoutImport(List<SchemaVersion> versions, Consumer<SchemaVersion> written, RegistryException why) {
        if (withoutImport == WithoutImport.REFUSE) {
            throw new RegistryException(
                    peer.location() + " does not take ids: " + why.getMessage()
                            + ". Nothing was written of " + versions.get(0).subject()
                            + ". If the registry is empty it will give the lock's ids by itself: push with --server-ids",
                    why);
        }
        for (SchemaVersion one : versions) {
            int given = peer.register(one.subject(), content(one));
            if (given != one.schema().id()) {
                throw new RegistryException(
                        peer.location() + " has given id " + given + " to " + one.name() + ", the lock says "
                                + one.schema().id() + "; nothing more was pushed. Delete " + one.name()
                                + " there, and push to an empty registry, or to one with the mode IMPORT",
                        why);
            }
            written.accept(one);
        }
    }

    private static SchemaContent content(SchemaVersion version) {
        return SchemaContent.avro(version.schema().text(), version.schema().references());
    }
}
