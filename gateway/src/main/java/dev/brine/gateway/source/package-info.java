/**
 * What a source is to the daemon that runs it: how it is configured, started, asked and ended.
 *
 * <p>Start at {@link dev.brine.gateway.source.SourceType}; each edge that brings records in implements it and {@link
 * dev.brine.gateway.source.Source}.
 */
@NullMarked
package dev.brine.gateway.source;

import org.jspecify.annotations.NullMarked;
