package dev.brine.serdes.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle is made of, as far as it can be told without carrying it out.
 *
 * @param lines the opcodes in their order; of several pickles behind one another, all
 * @param names the names that are mentioned
 * @param refusals what the reader would not accept, each once where it stands; empty if the pickle can be read
 * @param end offset behind the last opcode that could be told; less than the length if the rest is no pickle
 */
public record PickleInspection(List<Line> lines, List<Name> names, List<PickleFault> refusals, int end) {

    public PickleInspection {
        lines = List.copyOf(lines);
        names = List.copyOf(names);
        refusals = List.copyOf(refusals);
    }

    /**
     * One opcode.
     *
     * @param offset where it stands
     * @param argument as text, long ones cut; {@code null} if it has none
     */
    public record Line(
            int offset, PickleOpcode opcode, @Nullable String argument) {}

    /**
     * One name of a class or function.
     *
     * @param offset of the opcode that names it
     * @param module {@code ?} if it could not be told
     * @param accepted whether it is in the table of plain data or a registered class
     */
    public record Name(int offset, String module, String name, boolean accepted) {}
}
