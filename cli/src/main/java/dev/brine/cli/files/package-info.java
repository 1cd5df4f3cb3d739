/**
 * {@code brine dump} and {@code brine load}: the records of a topic in a file, and the other way round. Readers and writers
 * of the formats are those of the file source and the file sink.
 */
@NullMarked
package dev.brine.cli.files;

import org.jspecify.annotations.NullMarked;
