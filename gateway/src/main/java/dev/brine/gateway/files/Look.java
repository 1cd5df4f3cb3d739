package dev.brine.gateway.files;

import java.io.IOException;

/** What a file source does again and again. For one thread. */
interface Look {

    /**
     * Looks once, and sends what it finds.
     *
     * @return whether there may be more at once
     */
    boolean once() throws IOException, NotShippedException, InterruptedException;

    /** Lets go of what is open. */
    default void close() {}
}
