package dev.brine.cli.group;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Table;
import dev.brine.cli.Verbosity;
import dev.brine.cli.kafka.Cluster;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how far a group is behind. */
@Command(
        name = "lag",
        description = {
            "Show how far a group is behind: in records, and in seconds.",
            "Seconds are the age of the oldest record that is not committed."
        },
        mixinStandardHelpOptions = true)
public final class GroupLagCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "GROUP", description = "The group's name.")
    private String group = "";

    @Option(names = "--output", defaultValue = "table", description = "table or json. Default: ${DEFAULT-VALUE}.")
    private OutputForm output = OutputForm.TABLE;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public GroupLagCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (Cluster cluster = Cluster.connect(connection.settings(console))) {
            LagReader reader = new LagReader(cluster, Clock.systemUTC());
            List<Lag> lags = reader.read(group);
            if (lags.isEmpty()) {
                throw reader.unknown(group);
            }
            if (output == OutputForm.JSON) {
                console.out()
                        .println(new ObjectMapper()
                                .writeValueAsString(
                                        lags.stream().map(this::object).toList()));
                return ExitCode.DONE;
            }
            Table table = new Table("TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "SECONDS");
            for (Lag lag : lags) {
                String seconds = lag.seconds() == null ? "-" : String.format(Locale.ROOT, "%.1f", lag.seconds());
                table.row(lag.topic(), lag.partition(), lag.committed(), lag.end(), lag.records(), seconds);
            }
            table.print(console.out());
            return ExitCode.DONE;
        }
    }

    private Map<String, Object> object(Lag lag) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("group", group);
        object.put("topic", lag.topic());
        object.put("partition", lag.partition());
        object.put("committed", lag.committed());
        object.put("end", lag.end());
        object.put("lag", lag.records());
        object.put("lag_seconds", lag.seconds());
        return object;
    }
}
