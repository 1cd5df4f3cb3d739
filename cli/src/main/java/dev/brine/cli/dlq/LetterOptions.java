package dev.brine.cli.dlq;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.config.Settings;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.records.OffsetRange;
import dev.brine.cli.serde.FormOptions;
import dev.brine.cli.serde.RegistryOption;
import dev.brine.cli.serde.SchemaChoice;
import dev.brine.cli.serde.TopicSerdes;
import dev.brine.registry.SchemaRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which letters are meant, and how their payloads are read. */
public final class LetterOptions {

    /** What dead-letter topics are called: Brine's .dlq, Spring's -dlt, and what people write for Connect and Streams. */
    private static final Pattern USUAL =
            Pattern.compile("(?i)(.*[._-])?(dlq|dlt|dead-?letters?|dead-letter-(topic|queue))([._-].*)?");

    @Option(
            names = {"-t", "--topic"},
            split = ",",
            paramLabel = "TOPIC",
            description = "Dead-letter topic to read; several separated by commas.")
    private List<String> topics = List.of();

    @Option(
            names = {"-p", "--partition"},
            split = ",",
            paramLabel = "N",
            description = "Only these partitions of it.")
    private List<Integer> partitions = List.of();

    @Option(
            names = {"-o", "--offset"},
            paramLabel = "RANGE",
            defaultValue = "start",
            description = "Only letters in this range of offsets, as 'brine consume' takes it: 47:48 is one letter, "
                    + "@-1h those of the last hour. Default: all that are there now.")
    private String offset = "start";

    @Option(
            names = "--error-class",
            split = ",",
            paramLabel = "CLASS",
            description = "Only letters with this error, by its full or its simple name; * stands for anything.")
    private List<String> errorClasses = List.of();

    @Option(
            names = "--from-topic",
            split = ",",
            paramLabel = "TOPIC",
            description = "Only letters whose records came from this topic; * stands for anything.")
    private List<String> fromTopics = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only letters that died at this time or later: 2026-11-20, 2026-11-20T13:45:00Z, -2h.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only letters that died before this time.")
    private @Nullable String until;

    @Option(
            names = {"-k", "--key"},
            paramLabel = "KEY",
            description = "Only letters with this key; * stands for anything.")
    private List<String> keys = List.of();

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description =
                    "Only letters whose payload has this at a JSON path: '$.customer.id=7', '$.lines[*].price>9.5', "
                            + "'$.note~^urgent', '$.email' (is there). May be repeated; all must hold.")
    private List<String> where = List.of();

    @Option(
            names = "--schema",
            paramLabel = "SUBJECT",
            converter = SchemaChoice.Converter.class,
            description = "Subject of the values; without it that of the original topic.")
    private @Nullable SchemaChoice schema;

    @Mixin
    private FormOptions form = new FormOptions();

    @Mixin
    private RegistryOption registry = new RegistryOption();

    List<String> topics() {
        return topics;
    }

    SchemaRegistry openRegistry(Console console, Settings settings) {
        return registry.open(console, settings);
    }

    /** @throws CliException with exit code 2 if none was named */
    void requireTopics() {
        if (topics.isEmpty()) {
            throw CliException.usage("-t TOPIC is missing").trying("'brine dlq ls' shows the dead-letter topics");
        }
    }

    /** The partitions of the topics named, or of all that are called like dead-letter topics. */
    List<TopicPartition> partitions(Cluster cluster) {
        List<String> names = topics.isEmpty()
                ? cluster.get(cluster.admin().listTopics().names()).stream()
                        .filter(name -> USUAL.matcher(name).matches())
                        .sorted()
                        .toList()
                : topics.stream().distinct().toList();
        List<TopicPartition> chosen = new ArrayList<>();
        for (String topic : names) {
            List<TopicPartition> all = cluster.partitions(topic);
            for (int partition : partitions) {
                if (!topics.isEmpty() && (partition < 0 || partition >= all.size())) {
                    throw CliException.failed("topic " + topic + " has no partition " + partition)
                            .trying("0 to " + (all.size() - 1));
                }
            }
            all.stream()
                    .filter(partition -> partitions.isEmpty() || partitions.contains(partition.partition()))
                    .forEach(chosen::add);
        }
        return chosen;
    }

    OffsetRange range() {
        try {
            return OffsetRange.parse(offset, Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw CliException.usage("-o " + e.getMessage()).causedBy(e);
        }
    }

    LetterFilter filter() {
        try {
            return new LetterFilter(
                    globs(errorClasses),
                    globs(fromTopics),
                    globs(keys),
                    since == null ? Long.MIN_VALUE : time("--since", since),
                    until == null ? Long.MAX_VALUE : time("--until", until),
                    where.stream().map(Condition::parse).toList());
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    TopicSerdes serdes(SchemaRegistry schemas, Settings settings) {
        return form.serdes(schemas, settings, schema);
    }

    /** To write with: the schema is the one that was read with. */
    TopicSerdes writing(SchemaRegistry schemas, Settings settings) {
        return form.serdes(schemas, settings, null);
    }

    private static long time(String option, String text) {
        try {
            OffsetRange range = OffsetRange.parse("@" + text, Clock.systemUTC());
            if (range.to() == null && range.from() instanceof OffsetRange.Position.Since since && !text.endsWith(":")) {
                return since.millis();
            }
        } catch (IllegalArgumentException e) {
            throw CliException.usage(notATime(option, text)).causedBy(e);
        }
        throw CliException.usage(notATime(option, text));
    }

    private static String notATime(String option, String text) {
        return option + " must be a time such as 2026-11-20, 2026-11-20T13:45:00Z, 1795209663819 or -2h, found '" + text
                + "'";
    }

    private static List<Pattern> globs(List<String> texts) {
        return texts.stream()
                .map(text -> {
                    String pattern = Arrays.stream(text.split("\\*", -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*"));
                    return Pattern.compile(pattern, Pattern.DOTALL);
                })
                .toList();
    }
}
