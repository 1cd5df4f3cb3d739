package dev.brine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

    @Test
    void theLowerQuartileOfTheQuietestForkCounts(@TempDir Path folder) throws IOException {
        // Given
        Path result = Files.writeString(
                folder.resolve("result.json"),
                "[" + run("hand", "encode", "[[140, 100, 101, 990], [900, 900, 900, 900]]", 453) + ","
                        + run("avro-specific", "encode", "[[600], [300]]", 2336) + ","
                        + run("brine", "encode", "[[150], [120]]", 453) + "]");

        // When
        String table = new Table("bench/run codecs", false, List.of(result)).markdown();

        // Then
        assertThat(table)
                .contains("### ORDER")
                .contains("| hand | 101 | 1.00 | 2.97 x | 453 | - | - | - | - |")
                .contains("| brine | 120 | 1.19 | 2.50 x | 453 | - | - | - | - |")
                .contains("Test VM 17")
                .contains("`bench/run codecs`");
    }

    @Test
    void forksOfSeveralTurnsAreOneFigure(@TempDir Path folder) throws IOException {
        // Given
        Path first = Files.writeString(
                folder.resolve("1.json"), "[" + run("hand", "decode", "[[200, 200], [150, 150]]", 100) + "]");
        Path second = Files.writeString(
                folder.resolve("2.json"), "[" + run("hand", "decode", "[[180, 180], [170, 170]]", 90) + "]");

        // When
        String table = new Table("bench/run codecs", false, List.of(first, second)).markdown();

        // Then
        assertThat(table).contains("; 4 forks, ").contains("| hand | 150 | 1.00 | - | 95 |");
    }

    @Test
    void processorTimeIsShownOnRequest(@TempDir Path folder) throws IOException {
        // Given
        Path result =
                Files.writeString(folder.resolve("result.json"), "[" + run("hand", "decode", "[[900, 900]]", 96) + "]");

        // When
        String table = new Table("bench/run codecs --cpu", true, List.of(result)).markdown();

        // Then
        assertThat(table).contains("processor time").contains("| hand | 18.5 | 1.00 | - | 96 |");
    }

    private static String run(String arm, String way, String data, int bytes) {
        return """
                {"benchmark": "dev.brine.bench.CodecBenchmark.%s", "vmName": "Test VM", "vmVersion": "17", "forks": 2,
                 "params": {"arm": "%s", "shape": "ORDER"}, "primaryMetric": {"rawData": %s},
                 "secondaryMetrics": {"cpu.time": {"rawData": [[18.5, 30], [70, 70]]}, "gc.alloc.rate.norm": {"score": %d}}}""".formatted(way, arm, data, bytes);
    }
}
