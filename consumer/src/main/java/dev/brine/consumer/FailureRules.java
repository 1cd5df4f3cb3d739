package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Classes failures by their own class: the nearest one that is named decides, wherever it stands in the hierarchy; what
 * none is named for goes to {@code rest}.
 */
record FailureRules(Map<Class<?>, FailureClass> named, Function<? super Throwable, FailureClass> rest)
        implements Function<Throwable, FailureClass> {

    static final Function<Throwable, FailureClass> ALL_RETRY =
            new FailureRules(Map.of(), failure -> FailureClass.RETRY);

    FailureRules {
        named = Map.copyOf(named);
        requireNonNull(rest, "rest");
    }

    /** @throws IllegalArgumentException if a class is named already, for something else */
    static FailureRules with(
            Function<? super Throwable, FailureClass> before,
            FailureClass meaning,
            Class<? extends Throwable>[] classes) {
        Map<Class<?>, FailureClass> all = new HashMap<>(before instanceof FailureRules rules ? rules.named : Map.of());
        for (Class<? extends Throwable> type : classes) {
            FailureClass other = all.put(requireNonNull(type, "failure class"), meaning);
            if (other != null && other != meaning) {
                throw new IllegalArgumentException(type.getName() + " is classed twice, as " + other + " and as "
                        + meaning + "; leave one of them out");
            }
        }
        return new FailureRules(all, before instanceof FailureRules rules ? rules.rest : before);
    }

    /** The same classes, and another rule for the rest. */
    static FailureRules with(
            Function<? super Throwable, FailureClass> before, Function<? super Throwable, FailureClass> rest) {
        return new FailureRules(before instanceof FailureRules rules ? rules.named : Map.of(), rest);
    }

    @Override
    public FailureClass apply(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null && !named.isEmpty(); type = type.getSuperclass()) {
            FailureClass found = named.get(type);
            if (found != null) {
                return found;
            }
        }
        return rest.apply(failure);
    }
}
