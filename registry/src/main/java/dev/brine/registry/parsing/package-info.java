/**
 * Turns the text of a schema into a {@link dev.brine.registry.parsing.ParsedSchema}, strictly and in two steps.
 *
 * <p>{@link dev.brine.registry.parsing.SchemaSyntax} reads the text and says which names it uses without defining them;
 * whoever asked finds those, and {@link dev.brine.registry.parsing.SchemaSyntax#resolve} makes the schema. What is wrong
 * comes back as {@link dev.brine.registry.parsing.SchemaFault}s, all at once. Everything here is immutable.
 */
@NullMarked
package dev.brine.registry.parsing;

import org.jspecify.annotations.NullMarked;
