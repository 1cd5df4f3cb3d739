package dev.brine.registry;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** The name of one version of one subject, printed as {@code orders-value v3}. */
public record SubjectVersion(String subject, int version) implements Comparable<SubjectVersion> {

    private static final Comparator<SubjectVersion> ORDER =
            Comparator.comparing(SubjectVersion::subject).thenComparingInt(SubjectVersion::version);

    public SubjectVersion {
        requireNonNull(subject, "subject");
        if (subject.isEmpty()) {
            throw new IllegalArgumentException("a subject's name must not be empty");
        }
        if (version < 1) {
            throw new IllegalArgumentException("version of " + subject + " must be 1 or more: " + version);
        }
    }

    @Override
    public int compareTo(SubjectVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return subject + " v" + version;
    }
}
