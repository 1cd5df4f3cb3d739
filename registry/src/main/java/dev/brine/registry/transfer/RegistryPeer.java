package dev.brine.registry.transfer;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.StoredVersion;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A registry as push and pull see it. Every method asks anew and throws {@link RegistryUnavailableException} when no
 * answer came within the bound.
 */
public interface RegistryPeer extends AutoCloseable {

    /** As configuration names it: {@code topic:_schemas}. */
    String location();

    /** Those that have a version that is not deleted. */
    SortedSet<String> subjects();

    /** Lowest first, with those that are deleted and not gone for good. */
    List<StoredVersion> versions(String subject);

    Optional<SchemaContent> byId(int id);

    /** The level that holds for the subject, or, when it is empty, the global one. */
    CompatibilityLevel level(Optional<String> subject);

    void setLevel(String subject, CompatibilityLevel level);

    /** The mode set for the subject itself. */
    Optional<RegistryMode> ownMode(String subject);

    /** The mode that holds for the subject. */
    RegistryMode mode(String subject);

    /**
     * Sets the subject's own mode, whatever versions it has, or takes it away when {@code mode} is empty.
     *
     * @throws RegistryException if the registry has no such mode or does not let it be changed
     */
    void setMode(String subject, Optional<RegistryMode> mode);

    /**
     * Stores a version under this id and number; the subject must be in mode IMPORT.
     *
     * @throws RegistryException if the registry refuses
     */
    void put(SubjectVersion name, int id, SchemaContent content);

    /** Registers in the usual way; returns the id that the registry gave. */
    int register(String subject, SchemaContent content);

    @Override
    void close();
}
