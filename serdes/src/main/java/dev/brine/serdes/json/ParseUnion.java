package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryOutput;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Parses a value as the first branch of a union that takes it. */
final class ParseUnion implements ParseStep {

    private final ParseStep[] branches;
    private final int kinds;
    private final String words;

    /** For each kind of value the branches that can take it, in order. */
    private final int[][] candidates = new int[Tokens.KINDS][];

    ParseUnion(ParseStep[] branches) {
        this.branches = branches;
        int all = 0;
        for (ParseStep branch : branches) {
            all |= branch.kinds();
        }
        this.kinds = all;
        this.words = Arrays.stream(branches).map(ParseStep::words).collect(Collectors.joining(", or "));
        for (int kind = 0; kind < Tokens.KINDS; kind++) {
            int bit = 1 << kind;
            candidates[kind] = IntStream.range(0, branches.length)
                    .filter(i -> (branches[i].kinds() & bit) != 0)
                    .toArray();
        }
    }

    @Override
    public int kinds() {
        return kinds;
    }

    @Override
    public String words() {
        return words;
    }

    @Override
    public void parse(JsonSource in, BinaryOutput out) {
        int kind = Tokens.kind(in.token());
        int[] fitting = kind < 0 ? new int[0] : candidates[kind];
        if (fitting.length == 1) {
            out.writeInt(fitting[0]);
            branches[fitting[0]].parse(in, out);
        } else if (fitting.length == 0) {
            throw in.wrongType(words);
        } else if (1 << kind < Tokens.OBJECT) {
            firstScalar(in, out, fitting);
        } else {
            in.firstThatFits(branches, fitting, out, words);
        }
    }

    /** A value of one token can be looked at as often as it takes. */
    private void firstScalar(JsonSource in, BinaryOutput out, int[] fitting) {
        int size = out.size();
        Fault first = null;
        for (int candidate : fitting) {
            out.truncate(size);
            out.writeInt(candidate);
            try {
                branches[candidate].parse(in, out);
                return;
            } catch (Fault e) {
                if (!e.isOfBranch()) {
                    throw e;
                }
                first = first == null ? e : first;
            }
        }
        throw first == null ? in.wrongType(words) : first.ofUnion(words);
    }
}
