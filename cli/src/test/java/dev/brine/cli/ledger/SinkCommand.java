package dev.brine.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of a sink: a script that writes down what it reads, each line behind the number of its run. */
final class SinkCommand {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Path log;

    /** @param lives lines after which it dies in place of an answer; 0 is a command that neither dies nor answers */
    SinkCommand(String name, Path directory, int lives) throws IOException {
        this.name = name;
        this.log = directory.resolve(name + ".log");
        Files.createFile(log);
        String answer = "n=$((n+1)); [ $n -lt " + lives + " ] || { echo died >>" + name + ".deaths; exit 3; }; echo ok";
        Files.writeString(directory.resolve(name + ".sh"), """
                run=$(cat run) n=0
                while IFS= read -r line; do
                  printf '%%s %%s\\n' "$run" "$line" >>%s.log
                  %s
                done
                """.formatted(name, lives == 0 ? ":" : answer));
    }

    String script() {
        return name + ".sh";
    }

    int deaths() throws IOException {
        Path deaths = log.resolveSibling(name + ".deaths");
        return Files.exists(deaths) ? Files.readAllLines(deaths).size() : 0;
    }

    Deliveries deliveries() throws IOException {
        String text = Files.readString(log, UTF_8);
        List<Delivery> deliveries = new ArrayList<>();
        // The last line may be in the writing.
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            int space = line.indexOf(' ');
            JsonNode record = JSON.readTree(line.substring(space));
            deliveries.add(new Delivery(
                    Integer.parseInt(line.substring(0, space)),
                    record.at("/payload/id").asText(),
                    record.get("offset").asLong(),
                    true));
        }
        return new Deliveries(name, deliveries);
    }
}
