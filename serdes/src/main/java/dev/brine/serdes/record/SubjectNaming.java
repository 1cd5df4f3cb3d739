package dev.brine.serdes.record;

/** Says under which subject the schemas of a topic are registered. Safe for use by many threads. */
@FunctionalInterface
public interface SubjectNaming {

    /** {@code orders-value}: all values of a topic share a subject. */
    SubjectNaming TOPIC = (topic, key, record) -> topic + (key ? "-key" : "-value");

    /** {@code shop.Order}: a type has one subject whatever its topics. */
    SubjectNaming RECORD = (topic, key, record) -> record;

    /** {@code orders-shop.Order}: a topic has several types, each with a subject. */
    SubjectNaming TOPIC_RECORD = (topic, key, record) -> topic + "-" + record;

    /**
     * @param record full name of the schema, such as {@code shop.Order}; for a Java type that has no schema of its
     *     own, the name of the class
     */
    String subject(String topic, boolean key, String record);

    /**
     * @param name {@code topic}, {@code record}, {@code topic-record}, or the name of a class that implements this
     *     interface and has a public constructor without parameters
     * @throws IllegalArgumentException if it is none of these
     */
    static SubjectNaming of(String name) {
        return switch (name) {
            case "topic" -> TOPIC;
            case "record" -> RECORD;
            case "topic-record" -> TOPIC_RECORD;
            default -> ofClass(name);
        };
    }

    private static SubjectNaming ofClass(String name) {
        try {
            return ClassNames.load(name)
                    .asSubclass(SubjectNaming.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new IllegalArgumentException(
                    "unknown subject naming '" + name + "'; use topic, record, topic-record, or a public class that"
                            + " implements " + SubjectNaming.class.getName()
                            + " and has a constructor without parameters",
                    e);
        }
    }
}
