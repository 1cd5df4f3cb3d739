package dev.brine.gateway.daemon;

import dev.brine.gateway.files.FileSource;
import dev.brine.gateway.poll.HttpPollSource;
import dev.brine.gateway.source.SourceType;
import dev.brine.gateway.tcp.ReplyHandler;
import dev.brine.gateway.tcp.TcpSource;
import java.util.List;
import java.util.Map;

/** The kinds of sources that there are, by the name that stands behind {@code type:}. A further one is one more line. */
public final class Edges {

    private Edges() {}

    /** @param plugins where classes that a source names are looked for */
    public static Map<String, SourceType> sources(Plugins plugins) {
        return Map.of(
                "tcp",
                TcpSource.type(name -> (ReplyHandler) Plugins.make(plugins.find(name, List.of(ReplyHandler.class)))),
                "file",
                FileSource.type(),
                "http-poll",
                HttpPollSource.type());
    }
}
