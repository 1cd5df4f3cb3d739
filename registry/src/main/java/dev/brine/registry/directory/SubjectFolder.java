package dev.brine.registry.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.SubjectVersion;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The folder of a subject, which is also its word in the lock: its name, with each byte of UTF-8 outside
 * {@code A-Z a-z 0-9 . _ -}, and a dot at the beginning, as {@code %XX}.
 */
final class SubjectFolder {

    private static final String SAFE = "._-";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private SubjectFolder() {}

    static String of(String subject) {
        StringBuilder folder = new StringBuilder();
        for (byte b : subject.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            if (safe(c) && !(c == '.' && folder.isEmpty())) {
                folder.append(c);
            } else {
                folder.append('%').append(HEX.toHexDigits(b));
            }
        }
        return folder.toString();
    }

    /** The subject of a folder; empty when no subject has that folder. */
    static Optional<String> subject(String folder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < folder.length(); i++) {
            char c = folder.charAt(i);
            if (c == '%' && i + 2 < folder.length() && hex(folder, i + 1)) {
                bytes.write(HexFormat.fromHexDigits(folder, i + 1, i + 3));
                i += 2;
            } else if (safe(c)) {
                bytes.write(c);
            } else {
                return Optional.empty();
            }
        }
        try {
            String subject = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            // One subject, one folder: other spellings of the same name are refused.
            return !subject.isEmpty() && of(subject).equals(folder) ? Optional.of(subject) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The path of a version's file within the directory. */
    static String file(SubjectVersion name) {
        return of(name.subject()) + "/v" + name.version() + ".avsc";
    }

    private static boolean hex(String text, int at) {
        return HexFormat.isHexDigit(text.charAt(at)) && HexFormat.isHexDigit(text.charAt(at + 1));
    }

    private static boolean safe(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || SAFE.indexOf(c) >= 0;
    }
}
