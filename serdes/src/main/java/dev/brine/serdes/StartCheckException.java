package dev.brine.serdes;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown by what could not have worked if it had started; the message has every problem, one a line. */
public final class StartCheckException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<StartProblem> problems;

    StartCheckException(String who, List<StartProblem> problems) {
        super(who + " cannot start: "
                + (problems.size() == 1
                        ? problems.get(0).toString()
                        : problems.size() + " problems\n  "
                                + problems.stream().map(StartProblem::toString).collect(Collectors.joining("\n  "))));
        this.problems = List.copyOf(problems);
    }

    public List<StartProblem> problems() {
        return problems;
    }

    /** Whether nothing is wrong but that the registry could not be asked. */
    public boolean retriable() {
        return problems.stream().allMatch(StartProblem::retriable);
    }
}
