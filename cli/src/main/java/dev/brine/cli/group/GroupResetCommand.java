package dev.brine.cli.group;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.cli.CliException;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Table;
import dev.brine.cli.Verbosity;
import dev.brine.cli.kafka.ByteConsumers;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.records.Bounds;
import dev.brine.cli.records.OffsetRange;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves what a group has committed. */
@Command(
        name = "reset",
        description = {
            "Move what a group has committed in a topic: to a time, to the start or the end, to an offset.",
            "Shows what it would do; --execute does it. The group's members must have left, for they would commit over"
                    + " it.",
            "What a worker has finished beyond its commit is forgotten, so those records are handled again."
        },
        mixinStandardHelpOptions = true)
public final class GroupResetCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "GROUP", description = "The group's name.")
    private String group = "";

    @Option(
            names = {"-t", "--topic"},
            required = true,
            paramLabel = "TOPIC",
            description = "The topic; all of its partitions are moved.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLACE",
            description = "@TIME (such as @-1h, @2026-11-20T13:45:00Z), start, end, +N, -N, or an offset.")
    private String to = "";

    @Option(names = "--execute", description = "Do it; without this nothing is moved.")
    private boolean execute;

    @Option(names = "--output", defaultValue = "table", description = "table or json. Default: ${DEFAULT-VALUE}.")
    private OutputForm output = OutputForm.TABLE;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    /** One partition's move. */
    private record Move(TopicPartition partition, @Nullable Long from, long to) {}

    public GroupResetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        OffsetRange place = place();
        try (Cluster cluster = Cluster.connect(connection.settings(console))) {
            List<Move> moves = moves(cluster, place);
            if (execute) {
                move(cluster, moves);
            }
            print(moves);
            if (!execute) {
                console.err().println("nothing was moved; add --execute to do it");
            }
            return ExitCode.DONE;
        }
    }

    private OffsetRange place() {
        try {
            OffsetRange place = OffsetRange.parse(to, Clock.systemUTC());
            if (place.to() != null) {
                throw CliException.usage("--to is one place, found the range '" + to + "'");
            }
            return place;
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--to: " + e.getMessage()).causedBy(e);
        }
    }

    private List<Move> moves(Cluster cluster, OffsetRange place) {
        List<TopicPartition> partitions = new ArrayList<>();
        topics.forEach(topic -> partitions.addAll(cluster.partitions(topic)));
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        cluster.get(cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset);
                    }
                });
        Map<String, Object> properties = cluster.settings().kafka();
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        try (Consumer<byte[], byte[]> consumer = ByteConsumers.open(properties)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Bounds bounds = Bounds.of(place, false, partitions, consumer);
            return partitions.stream()
                    .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                    .map(partition -> {
                        OffsetAndMetadata before = committed.get(partition);
                        long wanted = bounds.from().getOrDefault(partition, 0L);
                        return new Move(
                                partition,
                                before == null ? null : Long.valueOf(before.offset()),
                                Math.min(wanted, ends.getOrDefault(partition, wanted)));
                    })
                    .toList();
        }
    }

    private void move(Cluster cluster, List<Move> moves) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        moves.forEach(move -> offsets.put(move.partition(), new OffsetAndMetadata(move.to())));
        KafkaFuture<Void> altered =
                cluster.admin().alterConsumerGroupOffsets(group, offsets).all();
        try {
            altered.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("interrupted while offsets were moved").causedBy(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UnknownMemberIdException
                    || cause instanceof GroupNotEmptyException
                    || cause instanceof FencedMemberEpochException) {
                throw CliException.failed("the group '" + group + "' has members, which would commit over it")
                        .trying("stop them, or wait until their sessions have ended, and try again; nothing was moved")
                        .causedBy(e);
            }
            // The usual words for everything else.
            cluster.get(altered);
        }
    }

    private void print(List<Move> moves) throws IOException {
        if (output == OutputForm.JSON) {
            console.out()
                    .println(new ObjectMapper()
                            .writeValueAsString(moves.stream().map(this::object).toList()));
            return;
        }
        Table table = new Table("TOPIC", "PARTITION", "COMMITTED", execute ? "NOW" : "WOULD BE");
        for (Move move : moves) {
            table.row(move.partition().topic(), move.partition().partition(), move.from(), move.to());
        }
        table.print(console.out());
    }

    private Map<String, Object> object(Move move) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("group", group);
        object.put("topic", move.partition().topic());
        object.put("partition", move.partition().partition());
        object.put("committed", move.from());
        object.put("to", move.to());
        object.put("executed", execute);
        return object;
    }
}
