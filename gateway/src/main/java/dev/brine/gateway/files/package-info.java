/**
 * Records that come from files: one that is looked at again and again, a directory into which files are put, and one that
 * grows.
 *
 * <p>{@link dev.brine.gateway.files.FileSource} has one thread, which looks, reads a batch, writes it, waits for the
 * acknowledgements, and only then notes in a {@link dev.brine.gateway.files.CheckpointFile} how far it is. What was not
 * noted is read again: nothing is lost, and {@code brine.position} tells what came twice.
 */
@NullMarked
package dev.brine.gateway.files;

import org.jspecify.annotations.NullMarked;
