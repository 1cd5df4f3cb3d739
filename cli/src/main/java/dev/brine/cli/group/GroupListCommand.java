package dev.brine.cli.group;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Table;
import dev.brine.cli.Verbosity;
import dev.brine.cli.kafka.Cluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the consumer groups. */
@Command(name = "ls", description = "List the consumer groups.", mixinStandardHelpOptions = true)
public final class GroupListCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--output", defaultValue = "table", description = "table or json. Default: ${DEFAULT-VALUE}.")
    private OutputForm output = OutputForm.TABLE;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public GroupListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (Cluster cluster = Cluster.connect(connection.settings(console))) {
            List<String> names =
                    cluster
                            .get(cluster.admin()
                                    .listGroups(ListGroupsOptions.forConsumerGroups())
                                    .valid())
                            .stream()
                            .map(GroupListing::groupId)
                            .sorted()
                            .toList();
            List<ConsumerGroupDescription> groups = new ArrayList<>(
                    cluster.get(cluster.admin().describeConsumerGroups(names).all())
                            .values());
            groups.sort(Comparator.comparing(ConsumerGroupDescription::groupId));
            if (output == OutputForm.JSON) {
                console.out()
                        .println(new ObjectMapper()
                                .writeValueAsString(groups.stream()
                                        .map(GroupListCommand::row)
                                        .toList()));
            } else {
                Table table = new Table("GROUP", "STATE", "PROTOCOL", "MEMBERS");
                groups.forEach(group -> table.row(row(group).values().toArray()));
                table.print(console.out());
            }
            return ExitCode.DONE;
        }
    }

    private static Map<String, Object> row(ConsumerGroupDescription group) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("group", group.groupId());
        row.put("state", group.groupState().toString().toLowerCase(Locale.ROOT));
        row.put("protocol", group.type().toString().toLowerCase(Locale.ROOT));
        row.put("members", group.members().size());
        return row;
    }
}
