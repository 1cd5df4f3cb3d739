package dev.brine.cli.pickle;

import dev.brine.cli.Console;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the files that are named on the command line, never more of one than the limit. */
final class InputFile {

    private InputFile() {}

    /** @throws DecodeException if the file is longer than the limit */
    static byte[] read(Console console, String name, Limits limits) throws IOException {
        Path path = console.directory().resolve(name);
        if (Files.isDirectory(path)) {
            throw new IOException("is a directory");
        }
        long size = Files.size(path);
        if (size > limits.maxBytes()) {
            throw new DecodeException(
                    "limit.max.bytes", 0, "", size + " bytes, at most " + limits.maxBytes() + " are accepted");
        }
        return Files.readAllBytes(path);
    }

    /** Why a file could not be read or written, in words. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
