package dev.brine.gateway.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What all sections of one file share: where it is, what was wrong, and what was asked. */
final class Notes {

    private final Set<Mistake> mistakes = new LinkedHashSet<>();
    private final Set<Question> questions = new LinkedHashSet<>();
    private final Values values;
    private final Path directory;

    Notes(Path directory, Values values) {
        this.directory = directory;
        this.values = values;
    }

    Path directory() {
        return directory;
    }

    Values values() {
        return values;
    }

    void add(Mistake mistake) {
        mistakes.add(mistake);
    }

    void add(Question question) {
        questions.add(question);
    }

    int count() {
        return mistakes.size();
    }

    List<Mistake> mistakes() {
        List<Mistake> sorted = new ArrayList<>(mistakes);
        sorted.sort(Comparator.comparingInt(Mistake::line));
        return List.copyOf(sorted);
    }

    List<Question> questions() {
        return List.copyOf(questions);
    }
}
