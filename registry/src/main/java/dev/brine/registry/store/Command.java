package dev.brine.registry.store;

/** Something that a store is told to do. Deciding is free of effects, so that it can be repeated on a newer state. */
public interface Command<R> {

    /** What is to be changed, and what the caller is told once it has been; throws what {@link SchemaStore#execute} says. */
    Decision<R> decide(RegistryState state);
}
