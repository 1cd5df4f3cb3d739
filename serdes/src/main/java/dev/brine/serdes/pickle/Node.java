package dev.brine.serdes.pickle;

/**
 * A container of the value tree while it is read. Once it is part of another container it does not change any more:
 * that makes cycles impossible, and size and depth final.
 */
sealed interface Node permits PickleList, PickleDict {

    /** Values it would have if everything in it were written out, itself included; see {@link Intake}. */
    int weight();

    /** Containers inside one another, itself included. */
    int depth();

    void measure(int weight, int depth);

    boolean sealed();

    void seal();
}
