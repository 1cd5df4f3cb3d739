package dev.brine.serdes.frame;

import dev.brine.serdes.internal.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The frames that come with Brine, and by name those that others add. */
public final class Frames {

    public static final Frame CONFLUENT = new ConfluentFrame();
    public static final Frame CONFLUENT_HEADER = new ConfluentHeaderFrame();
    public static final Frame SINGLE_OBJECT = new SingleObjectFrame();

    /** Apicurio's id in eight bytes; its id in four is {@link #CONFLUENT}. */
    public static final Frame APICURIO = new ApicurioFrame();

    public static final Frame APICURIO_HEADER = new ApicurioHeaderFrame();

    /** Bare values, for bindings that name a schema. */
    public static final Frame NONE = new BareFrame();

    /** What a reader accepts if nobody says otherwise; never bare values, which could be anything. */
    public static final List<Frame> ACCEPTED = List.of(CONFLUENT, CONFLUENT_HEADER, SINGLE_OBJECT);

    private Frames() {}

    /** All frames on the class path: Brine's own, then those found by {@link
     * java.util.ServiceLoader}. */
    public static List<Frame> all() {
        List<Frame> frames =
                new ArrayList<>(List.of(CONFLUENT, CONFLUENT_HEADER, SINGLE_OBJECT, APICURIO, APICURIO_HEADER, NONE));
        frames.addAll(Services.all(Frame.class));
        return frames;
    }

    /** @throws IllegalArgumentException naming those there are, if there is none of this name */
    public static Frame named(String name) {
        List<Frame> frames = all();
        for (Frame frame : frames) {
            if (frame.name().equals(name)) {
                return frame;
            }
        }
        throw new IllegalArgumentException("unknown frame '" + name + "'; there are "
                + frames.stream().map(Frame::name).collect(Collectors.joining(", ")));
    }
}
