package dev.brine.registry.transfer;

import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.directory.VersionInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The released versions of a directory: what is referred to before what refers, lower versions before higher ones. */
final class ReleasedVersions {

    private final SortedMap<SubjectVersion, SchemaVersion> all = new TreeMap<>();
    private final Set<SubjectVersion> taken = new HashSet<>();
    private final List<SchemaVersion> ordered = new ArrayList<>();

    private ReleasedVersions(List<VersionInfo> versions) {
        for (VersionInfo one : versions) {
            Optional<Integer> id = one.id();
            if (one.state() == VersionInfo.State.RELEASED && id.isPresent()) {
                one.schema()
                        .ifPresent(
                                schema -> all.put(one.name(), new SchemaVersion(one.name(), schema.withId(id.get()))));
            }
        }
    }

    /**
     * @param subjects which, and with them whatever they refer to; empty for all
     * @throws RegistryException if one has no released version
     */
    static List<SchemaVersion> of(List<VersionInfo> versions, Collection<String> subjects) {
        ReleasedVersions released = new ReleasedVersions(versions);
        for (String subject : subjects) {
            if (released.all.keySet().stream().noneMatch(name -> name.subject().equals(subject))) {
                throw new RegistryException(
                        "no version of " + subject + " is released here; 'brine schema ls' lists all");
            }
        }
        for (Map.Entry<SubjectVersion, SchemaVersion> one : released.all.entrySet()) {
            if (subjects.isEmpty() || subjects.contains(one.getKey().subject())) {
                released.add(one.getKey());
            }
        }
        return released.ordered;
    }

    private void add(SubjectVersion name) {
        SchemaVersion version = all.get(name);
        if (version == null || !taken.add(name)) {
            return;
        }
        if (name.version() > 1) {
            add(new SubjectVersion(name.subject(), name.version() - 1));
        }
        for (SchemaReference reference : version.schema().references()) {
            add(reference.target());
        }
        ordered.add(version);
    }
}
