package dev.brine.gateway.daemon;

import dev.brine.gateway.flow.TopicFormats;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the parts of one process share.
 *
 * @param kafka properties for every client
 * @param directory of the configuration file
 */
record Setting(Map<String, Object> kafka, TopicFormats formats, MeterRegistry meters, Path directory) {}
