package dev.brine.serdes.record;

import static java.util.Objects.requireNonNull;

/** The same subject for every topic and type. */
record FixedSubject(String name) implements SubjectNaming {

    FixedSubject {
        requireNonNull(name, "name");
    }

    @Override
    public String subject(String topic, boolean key, String record) {
        return name;
    }
}
