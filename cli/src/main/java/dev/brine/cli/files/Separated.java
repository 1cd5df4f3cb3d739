package dev.brine.cli.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.gateway.sink.FileEntry;
import dev.brine.gateway.sink.FileKind;
import java.io.IOException;

/** Adds to a file with something before, between and behind: the brackets and commas of an array, the ends of lines. */
final class Separated implements FileKind.Appender {

    private final FileKind.Appender file;
    private final String first;
    private final String next;
    private final String end;
    private final String empty;
    private boolean begun;

    /** @param empty all of a file to which nothing was added */
    private Separated(FileKind.Appender file, String first, String next, String end, String empty) {
        this.file = file;
        this.first = first;
        this.next = next;
        this.end = end;
        this.empty = empty;
    }

    /** A JSON array, one element a line. */
    static Separated array(FileKind.Appender file) {
        return new Separated(file, "[\n", ",\n", "\n]\n", "[]\n");
    }

    static Separated lines(FileKind.Appender file) {
        return new Separated(file, "", "\n", "\n", "");
    }

    /** Entries one behind the other. */
    static Separated nothing(FileKind.Appender file) {
        return new Separated(file, "", "", "", "");
    }

    @Override
    public boolean takes(FileEntry entry) {
        return file.takes(entry);
    }

    @Override
    public void add(FileEntry entry) throws IOException {
        text(begun ? next : first);
        file.add(entry);
        begun = true;
    }

    /** Writes what stands at the end, and hands everything on. */
    void end() throws IOException {
        text(begun ? end : empty);
        file.flush();
    }

    @Override
    public void flush() throws IOException {
        file.flush();
    }

    private void text(String text) throws IOException {
        if (!text.isEmpty()) {
            file.add(new FileEntry(text.getBytes(UTF_8), null));
        }
    }
}
