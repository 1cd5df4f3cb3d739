/**
 * A registry that is a directory in git: one folder a subject, one file a version, {@code schemas.lock} with the ids and
 * {@code subjects.yml} with levels, aliases and bindings.
 *
 * <p>Programs start at {@link dev.brine.registry.directory.DirectoryRegistry}, tools at
 * {@link dev.brine.registry.directory.SchemaDirectory}. Values are immutable; the registry may be shared between
 * threads; a {@code SchemaDirectory} reads the disk anew at every call.
 */
@NullMarked
package dev.brine.registry.directory;

import org.jspecify.annotations.NullMarked;
