package dev.brine.serdes.pickle;

/**
 * The budget of looking at a value more than once: branches of unions inside branches of unions are tried again at
 * each level, which a recursive schema turns into exponential time.
 */
final class Walk {

    private final int most;
    private int looks;

    Walk(int most) {
        this.most = most;
    }

    void look() {
        if (++looks > most) {
            throw new Misfit("limit.max.nodes", "more than " + most + " looks to find the branches of unions");
        }
    }
}
