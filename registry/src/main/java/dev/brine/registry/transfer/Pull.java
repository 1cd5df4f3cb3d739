package dev.brine.registry.transfer;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.directory.Adopted;
import dev.brine.registry.directory.SchemaDirectory;
import dev.brine.registry.store.StoredVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** From a registry to a directory: every version that the registry still has, under its number and its id. */
public final class Pull {

    /**
     * What a registry has.
     *
     * @param versions of all wanted subjects and of those that they refer to
     * @param level the global one
     * @param levels that of each subject
     */
    public record Fetched(
            List<StoredVersion> versions, CompatibilityLevel level, Map<String, CompatibilityLevel> levels) {
        public Fetched {
            versions = List.copyOf(versions);
            levels = Map.copyOf(levels);
        }
    }

    private Pull() {}

    /**
     * @param subjects which, and with them whatever they refer to; empty for all
     * @throws RegistryException if the registry does not know one
     */
    public static Fetched fetch(RegistryPeer peer, Collection<String> subjects) {
        SortedSet<String> known = peer.subjects();
        for (String subject : subjects) {
            if (!known.contains(subject)) {
                throw new RegistryException("there is no subject " + subject + " in " + peer.location() + "; it has "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
        Deque<String> open = new ArrayDeque<>(subjects.isEmpty() ? known : subjects);
        Set<String> seen = new HashSet<>(open);
        List<StoredVersion> versions = new ArrayList<>();
        Map<String, CompatibilityLevel> levels = new TreeMap<>();
        while (!open.isEmpty()) {
            String subject = open.remove();
            levels.put(subject, peer.level(Optional.of(subject)));
            for (StoredVersion version : peer.versions(subject)) {
                versions.add(version);
                for (SchemaReference reference : version.schema().content().references()) {
                    if (seen.add(reference.subject())) {
                        open.add(reference.subject());
                    }
                }
            }
        }
        return new Fetched(versions, peer.level(Optional.empty()), levels);
    }

    /**
     * Writes what was fetched into a directory.
     *
     * @param keepGoing whether to leave out what the directory cannot hold; otherwise nothing is written then
     */
    public static Adopted write(Fetched fetched, SchemaDirectory directory, boolean keepGoing) {
        return directory.adopt(fetched.versions(), fetched.level(), fetched.levels(), keepGoing);
    }
}
