/**
 * {@code brine schema}: what a person does with a directory of schemas.
 *
 * <p>Each class is one subcommand: options, one call of {@link dev.brine.registry.directory.SchemaDirectory}, output.
 */
@NullMarked
package dev.brine.cli.schema;

import org.jspecify.annotations.NullMarked;
