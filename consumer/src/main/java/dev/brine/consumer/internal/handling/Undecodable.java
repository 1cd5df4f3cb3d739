package dev.brine.consumer.internal.handling;

import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.registry.SchemaVersion;
import org.jspecify.annotations.Nullable;

/** A record that could not be made a message; its cause says why. */
final class Undecodable extends Exception {

    private static final long serialVersionUID = 1;

    private final Stage stage;
    private final transient @Nullable SchemaVersion writer;
    private final Throwable reason;

    Undecodable(Stage stage, @Nullable SchemaVersion writer, Throwable reason) {
        super(null, reason, false, false);
        this.stage = stage;
        this.writer = writer;
        this.reason = reason;
    }

    Stage stage() {
        return stage;
    }

    /** The version that wrote the value, where it got so far. */
    @Nullable
    SchemaVersion writer() {
        return writer;
    }

    Throwable reason() {
        return reason;
    }
}
