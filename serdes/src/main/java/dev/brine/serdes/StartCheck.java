package dev.brine.serdes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Looks, before the first record, whether everything that is declared can be written and read. Collects all problems; after
 * one that says that the registry cannot be asked, nothing more is asked, so that the whole takes one bound and not one for
 * each topic. For one thread.
 */
public final class StartCheck {

    private final List<StartProblem> problems = new ArrayList<>();
    private boolean unreachable;

    /** Checks what would be written to these topics. */
    public StartCheck writes(Collection<String> topics, RecordWriter<?> writer) {
        return each(topics, writer::verify);
    }

    /** Checks what may be found in these topics. */
    public StartCheck reads(Collection<String> topics, RecordReader<?> reader) {
        return each(topics, reader::verify);
    }

    private StartCheck each(Collection<String> topics, Function<String, List<StartProblem>> verify) {
        for (String topic : topics) {
            List<StartProblem> found = unreachable
                    ? List.of(new StartProblem(
                            topic, "not looked for", "was not checked, because the registry could not be asked", true))
                    : verify.apply(topic);
            problems.addAll(found);
            unreachable |= found.stream().anyMatch(StartProblem::retriable);
        }
        return this;
    }

    /**
     * @param who begins the message: {@code this producer}
     * @throws StartCheckException if there was any problem
     */
    public void orThrow(String who) {
        if (!problems.isEmpty()) {
            throw new StartCheckException(who, problems);
        }
    }
}
