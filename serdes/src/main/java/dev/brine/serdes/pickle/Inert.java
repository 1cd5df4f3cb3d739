package dev.brine.serdes.pickle;

/** What may stand on the stack or in an argument but is no data: a name from the table, a class, a time zone. */
sealed interface Inert permits PickleSymbol, PickleShapes.ClassName, Zone {

    /** For messages. */
    String display();
}
