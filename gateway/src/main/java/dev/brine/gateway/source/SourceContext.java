package dev.brine.gateway.source;

import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.flow.TopicWriter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;

/**
 * What a source works with; all of it belongs to the daemon and outlives the source.
 *
 * @param writer takes records and dead letters
 * @param formats what topics hold
 * @param checkpoints a directory for how far it is, which exists; a source keeps its files under its own name
 * @param meters where {@code brine.gateway.*} are kept
 */
public record SourceContext(TopicWriter writer, TopicFormats formats, Path checkpoints, MeterRegistry meters) {}
