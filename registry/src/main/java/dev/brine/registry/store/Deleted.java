package dev.brine.registry.store;

/** Which versions a question is about: those marked as deleted are kept until they are deleted permanently. */
public enum Deleted {
    /** Those that are not deleted. */
    HIDDEN,
    /** All. */
    INCLUDED,
    /** Those that are deleted. */
    ONLY;

    boolean shows(boolean deleted) {
        return switch (this) {
            case HIDDEN -> !deleted;
            case INCLUDED -> true;
            case ONLY -> deleted;
        };
    }
}
