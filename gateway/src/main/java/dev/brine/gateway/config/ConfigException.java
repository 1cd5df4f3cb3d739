package dev.brine.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown for a file that cannot be used; has every mistake in it, in the order of lines. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Path file;
    private final transient List<Mistake> mistakes;

    ConfigException(Path file, List<Mistake> mistakes) {
        super(file + " has " + (mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes") + "\n"
                + mistakes.stream().map(mistake -> "  " + mistake).collect(Collectors.joining("\n")));
        this.file = file;
        this.mistakes = List.copyOf(mistakes);
    }

    public Path file() {
        return file;
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }
}
