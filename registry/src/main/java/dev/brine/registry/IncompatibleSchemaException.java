package dev.brine.registry;

/** Thrown when a new version breaks its subject's compatibility level. */
public final class IncompatibleSchemaException extends RegistryException {

    private final transient Compatibility.Broken why;

    public IncompatibleSchemaException(String message, Compatibility.Broken why) {
        super(message);
        this.why = why;
    }

    /** With a message that lists every difference. */
    public static IncompatibleSchemaException of(SubjectVersion next, Compatibility.Broken broken) {
        StringBuilder message = new StringBuilder(next + " would break the level " + broken.level() + ":");
        broken.differences().forEach(one -> message.append("\n  ")
                .append(one.path())
                .append(": ")
                .append(one.reader())
                .append(" reads ")
                .append(one.readerSide())
                .append(", ")
                .append(one.writer())
                .append(" writes ")
                .append(one.writerSide())
                .append(" (")
                .append(one.rule())
                .append("); ")
                .append(one.advice()));
        return new IncompatibleSchemaException(message.toString(), broken);
    }

    public Compatibility.Broken why() {
        return why;
    }
}
