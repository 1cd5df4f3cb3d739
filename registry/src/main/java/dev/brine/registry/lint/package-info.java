/**
 * What is allowed in a schema and will be regretted: names, documentation, defaults, and what would become code in
 * generated sources.
 *
 * <p>{@link dev.brine.registry.lint.SchemaLint} looks at one text at a time and needs no other schema. Whether versions
 * fit together is a matter of {@link dev.brine.registry.compatibility}.
 */
@NullMarked
package dev.brine.registry.lint;

import org.jspecify.annotations.NullMarked;
