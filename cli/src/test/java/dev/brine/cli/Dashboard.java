package dev.brine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dashboard in {@code deploy/grafana}. */
public final class Dashboard {

    private static final Path FILE = Path.of("..", "deploy", "grafana", "brine.json");
    private static final Pattern METRIC = Pattern.compile("\\b(?:brine|kafka|jvm|process|system)_[a-z0-9_]+");

    private Dashboard() {}

    static List<JsonNode> panels() throws IOException {
        List<JsonNode> panels = new ArrayList<>();
        new ObjectMapper().readTree(FILE.toFile()).get("panels").forEach(panels::add);
        return panels;
    }

    /** What Prometheus is asked. */
    static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : panels()) {
            expressions.addAll(expressions(panel));
        }
        return expressions;
    }

    /** The names of metrics in the rows of these titles. */
    public static Set<String> metrics(String... rows) throws IOException {
        Set<String> names = new TreeSet<>();
        String row = "";
        for (JsonNode panel : panels()) {
            if (panel.get("type").asText().equals("row")) {
                row = panel.get("title").asText();
            }
            if (rows.length == 0 || List.of(rows).contains(row)) {
                expressions(panel).forEach(expression -> names.addAll(metrics(expression)));
            }
        }
        return names;
    }

    static List<String> metrics(String expression) {
        List<String> names = new ArrayList<>();
        Matcher matcher = METRIC.matcher(expression);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    static List<String> expressions(JsonNode panel) {
        List<String> expressions = new ArrayList<>();
        panel.path("targets")
                .forEach(target -> expressions.add(target.get("expr").asText()));
        return expressions;
    }
}
