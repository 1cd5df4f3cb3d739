package dev.brine.gateway.sink;

import dev.brine.gateway.config.Section;
import java.util.Map;
import java.util.Optional;

/** The sinks that there are. */
public final class SinkTypes {

    private static final Map<String, SinkType> TYPES = Map.of(
            "topic", section -> new TopicSink(TopicSink.Settings.from(section)),
            "http", section -> new HttpSink(HttpSink.Settings.from(section)),
            "file", section -> new FileSink(FileSink.Settings.from(section)),
            "command", section -> new CommandSink(CommandSink.Settings.from(section)));

    private SinkTypes() {}

    /** Reads what stands behind {@code sink:}; empty after a mistake, which is noted. */
    public static Optional<Sink> read(Section section) {
        int before = section.mistakes();
        String type = section.oneOf("type", TYPES.keySet());
        if (section.mistakes() > before) {
            return Optional.empty();
        }
        SinkType known = TYPES.get(type);
        Optional<Sink> sink = known == null ? Optional.empty() : Optional.of(known.read(section));
        section.done();
        return section.mistakes() > before ? Optional.empty() : sink;
    }
}
