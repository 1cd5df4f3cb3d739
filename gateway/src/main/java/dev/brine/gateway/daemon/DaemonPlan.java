package dev.brine.gateway.daemon;

import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.config.HostPort;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.flow.Binding;
import dev.brine.gateway.source.Source;
import dev.brine.gateway.source.SourceType;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.frame.Frames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A configuration file, read to its end and without mistakes: what is to run. Nothing is open yet.
 *
 * @param file what the file says of its own
 * @param bindings what topics hold
 * @param http the HTTP face; empty if there is none
 */
public record DaemonPlan(
        ConfigFile file,
        Map<String, Binding> bindings,
        List<WorkerPlan> workers,
        List<Source> sources,
        Optional<HttpPlan> http) {

    /** Which command it is for. */
    public enum Face {
        /** {@code brine worker}: all but the HTTP face. */
        WORKER,
        /** {@code brine gateway}: everything. */
        GATEWAY
    }

    /**
     * Reads everything that the file has.
     *
     * @param types of sources
     * @throws dev.brine.gateway.config.ConfigException with every mistake
     */
    public static DaemonPlan read(ConfigFile file, Face face, Map<String, SourceType> types, Plugins plugins) {
        DaemonPlan plan = new DaemonPlan(
                file,
                bindings(file.bindings()),
                file.workers().stream()
                        .map(section -> WorkerPlan.from(section, plugins))
                        .toList(),
                sources(file.sources(), types),
                HttpPlan.from(file));
        if (face == Face.WORKER) {
            withoutHttp(file);
        }
        if (file.workers().isEmpty()
                && file.sources().isEmpty()
                && file.forward().isEmpty()
                && !file.has("listen")) {
            file.mistake("nothing to run: the file has neither workers nor sources"
                    + (face == Face.GATEWAY ? " nor listen" : ""));
        }
        file.check();
        return plan;
    }

    /**
     * The same with another address of the HTTP face.
     *
     * @throws IllegalStateException if it has none
     */
    public DaemonPlan listening(HostPort address) {
        HttpPlan face = http.orElseThrow(() -> new IllegalStateException("there is no HTTP face"));
        return new DaemonPlan(file, bindings, workers, sources, Optional.of(face.listening(address)));
    }

    /** The topics that sources and sinks write to; they must be there before the start. */
    public Set<String> writtenTopics() {
        Set<String> topics = new TreeSet<>(sourceTopics());
        topics.addAll(sinkTopics());
        return topics;
    }

    /** The topics that sources write to. */
    Set<String> sourceTopics() {
        return sources.stream()
                .flatMap(source -> source.topics().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The topics that sinks write to. */
    Set<String> sinkTopics() {
        return workers.stream()
                .flatMap(worker -> worker.work().stream())
                .filter(Work.Sinking.class::isInstance)
                .flatMap(work -> ((Work.Sinking) work).sink().topics().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The directory of the file, in which commands run. */
    Path directory() {
        Path parent = file.file().toAbsolutePath().getParent();
        return parent == null ? Path.of("").toAbsolutePath() : parent;
    }

    private static void withoutHttp(ConfigFile file) {
        if (file.has("listen")) {
            file.mistake("listen", "is served by 'brine gateway', not by a worker");
        }
    }

    /** Whether others than this machine reach the HTTP face, and need no token. */
    public boolean openToAll() {
        return http.filter(face -> face.tokens().isEmpty())
                .filter(face -> !face.listen().resolve().getAddress().isLoopbackAddress())
                .isPresent();
    }

    /** Whether something of it cannot start without Kafka. */
    public boolean needsKafka() {
        return !workers.isEmpty() || !sources.isEmpty();
    }

    private static Map<String, Binding> bindings(Map<String, Section> sections) {
        Set<String> codecs = Codecs.all().stream().map(Codec::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> frames = Frames.all().stream().map(Frame::name).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Binding> bindings = new LinkedHashMap<>();
        sections.forEach((topic, section) -> {
            Optional<String> codec =
                    section.has("codec") ? Optional.of(section.oneOf("codec", codecs)) : section.optionalText("codec");
            Optional<String> frame =
                    section.has("frame") ? Optional.of(section.oneOf("frame", frames)) : section.optionalText("frame");
            bindings.put(
                    topic,
                    new Binding(section.optionalText("subject").orElse(null), codec.orElse(null), frame.orElse(null)));
            section.done();
        });
        return bindings;
    }

    private static List<Source> sources(List<Section> sections, Map<String, SourceType> types) {
        List<Source> sources = new ArrayList<>();
        for (Section section : sections) {
            int before = section.mistakes();
            if (types.isEmpty()) {
                section.mistake("type", "this version has no sources");
                continue;
            }
            String type = section.oneOf("type", types.keySet());
            SourceType known = types.get(type);
            if (section.mistakes() > before || known == null) {
                continue;
            }
            section.text("name");
            try {
                sources.add(known.read(section));
            } catch (IllegalArgumentException e) {
                if (section.mistakes() == before) {
                    section.mistake("type", String.valueOf(e.getMessage()));
                }
            }
            section.done();
        }
        return sources;
    }
}
