package dev.brine.gateway.tcp;

import dev.brine.gateway.config.HostPort;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.http.ServerTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a TCP source listens.
 *
 * @param codec of the frames: {@code json}, {@code avro} or {@code pickle}
 * @param handler makes replies; a name, for {@link AnswerMode#REPLY} only
 * @param replyAs the topic whose schema answers have; the source's own unless given
 * @param maxFrame longest frame, in bytes
 * @param frameDeadline from a frame's first byte to its last
 * @param idle how long a connection may be silent
 * @param connections at once, of all clients
 * @param connectionsPerAddress at once, of one {@linkplain dev.brine.gateway.http.ClientNetwork address or IPv6 network}
 * @param allow ranges of addresses; empty for all
 * @param tls empty for plain TCP
 */
record TcpSettings(
        String name,
        HostPort listen,
        Framing framing,
        String codec,
        AnswerMode answer,
        String topic,
        Optional<String> handler,
        Optional<String> replyAs,
        int maxFrame,
        Duration frameDeadline,
        Duration idle,
        int connections,
        int connectionsPerAddress,
        List<Cidr> allow,
        Optional<ServerTls> tls) {

    private static final Set<String> CODECS = Set.of("json", "avro", "pickle");
    private static final Duration LONGEST = Duration.ofHours(24);

    static TcpSettings from(Section section) {
        Framing framing = section.oneOf("framing", Framing.LINE);
        String codec = section.oneOf("codec", "json", CODECS);
        if (framing == Framing.LINE && !codec.equals("json")) {
            section.mistake(
                    "framing",
                    "line",
                    "a framing with a length, or connection: a newline may stand anywhere in " + codec);
        }
        AnswerMode answer = section.oneOf("answer", AnswerMode.NONE);
        Optional<String> handler = section.optionalText("handler");
        Optional<String> replyAs = section.optionalText("reply-as");
        if (answer == AnswerMode.REPLY && handler.isEmpty()) {
            section.mistake("handler", "", "the name of what makes the reply, such as " + ReplyHandler.ECHO);
        } else if (answer != AnswerMode.REPLY && (handler.isPresent() || replyAs.isPresent())) {
            section.mistake(handler.isPresent() ? "handler" : "reply-as", "a reply is made with 'answer: reply' only");
        }
        Optional<ServerTls> tls = section.section("tls").flatMap(ServerTls::from);
        return new TcpSettings(
                section.text("name"),
                section.address("listen"),
                framing,
                codec,
                answer,
                section.text("topic"),
                handler,
                replyAs,
                (int) section.size("max-frame", 1 << 20, 1, Math.min(framing.widest(), 256 << 20)),
                section.duration("frame-deadline", Duration.ofSeconds(10), Duration.ofMillis(10), LONGEST),
                section.duration("idle", Duration.ofMinutes(5), Duration.ofMillis(100), LONGEST),
                section.number("connections", 1_024, 1, 100_000),
                section.number("connections-per-address", 64, 1, 100_000),
                ranges(section),
                tls);
    }

    private static List<Cidr> ranges(Section section) {
        List<Cidr> ranges = new ArrayList<>();
        for (String text : section.texts("allow")) {
            try {
                ranges.add(Cidr.parse(text));
            } catch (IllegalArgumentException e) {
                section.mistake("allow", text, "ranges of addresses such as 10.0.0.0/8");
            }
        }
        return ranges;
    }
}
