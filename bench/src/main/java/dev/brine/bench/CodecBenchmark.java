package dev.brine.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One object of the 1,024 a time, one arm a process, so that no arm's types are seen by another's compiled code. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    // Set by Codecs; the first of each only makes the class whole.
    @Param("ORDER")
    public Shape shape = Shape.ORDER;

    @Param("hand")
    public String arm = "hand";

    // Made by prepare, which JMH calls before anything else.
    private Arm way = Catalogue.arm(arm).open().apply(shape);
    private Object[] values = {};
    private byte[][] bytes = {};
    private int next;

    @Setup
    public void prepare() {
        way = Catalogue.arm(arm).open().apply(shape);
        List<Map<String, Object>> samples = Samples.of(shape);
        values = samples.stream().map(way::value).toArray();
        bytes = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = way.encode(values[i]);
        }
        // Objects lie where a collector has left them, in the order in which they were made.
        System.gc();
    }

    @Benchmark
    public byte[] encode() {
        return way.encode(values[next++ & Samples.COUNT - 1]);
    }

    @Benchmark
    public Object decode() {
        return way.decode(bytes[next++ & Samples.COUNT - 1]);
    }
}
