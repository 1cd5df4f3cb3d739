package dev.brine.registry.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which subjects' released versions were found in order, so that they need not be read as schemas and compared again. What is
 * remembered is a digest of everything that decides it: the rules, the level, and lock line and text of each of the versions
 * and of all that they refer to. Good news only; a problem is found anew each time. For one check, in one thread.
 *
 * <p>In a file it is a line with the rules and a digest of the rest, and then a digest a line, of the last check alone. A
 * file that is damaged is left out.
 */
final class Verdicts {

    // Not the fluent form: Maven 3 gives its own slf4j 1.7 to plug-ins, and brine:check is one.
    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);

    /** To be raised with every change of what is checked in a released version. */
    private static final String RULES = "brine-verdicts 1, avro "
            + Objects.toString(Schema.class.getPackage().getImplementationVersion(), "unknown");

    private final Set<String> known;
    private final boolean forgets;
    private final Map<String, String> facts = new HashMap<>();
    private final Set<String> inOrder = new TreeSet<>();

    private Verdicts(Set<String> known, boolean forgets) {
        this.known = known;
        this.forgets = forgets;
    }

    /** That knows nothing and remembers nothing. */
    static Verdicts none() {
        return new Verdicts(Set.of(), true);
    }

    /** That of a file; nothing if there is none that can be used. */
    static Verdicts read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            List<String> digests = lines.subList(Math.min(1, lines.size()), lines.size());
            if (!lines.isEmpty() && lines.get(0).equals(header(digests))) {
                return new Verdicts(new HashSet<>(digests), false);
            }
        } catch (IOException e) {
            // None yet, or unreadable: everything is looked at, which is right and takes longer.
            LOG.debug("no verdicts of an earlier check in {}: {}", file, e.toString());
        }
        return new Verdicts(Set.of(), false);
    }

    /** Writes what this check found, whole or not at all. */
    void write(Path file) {
        if (inOrder.equals(known)) {
            return;
        }
        List<String> digests = List.copyOf(inOrder);
        Path part = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(part, header(digests) + "\n" + String.join("\n", digests) + "\n");
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // A check that was right must not fail because a cache cannot be written.
            LOG.debug("verdicts are not kept in {}: {}", file, e.toString());
        }
    }

    /**
     * Looks whether a subject's released versions were in order before.
     *
     * @param texts those of all files
     * @return whether they were; they are not if one of the texts is missing
     */
    boolean judge(
            String subject,
            SchemaLock lock,
            CompatibilityLevel level,
            Collection<SubjectVersion> released,
            Map<SubjectVersion, String> texts) {
        if (forgets) {
            return false;
        }
        fact(lock, level, released, texts).ifPresent(fact -> facts.put(subject, fact));
        return knows(subject);
    }

    /** Whether the subject was judged, and was in order. */
    boolean knows(String subject) {
        return known.contains(facts.getOrDefault(subject, ""));
    }

    /** Says that the subject, which was judged, is in order. */
    void remember(String subject) {
        String fact = facts.get(subject);
        if (fact != null) {
            inOrder.add(fact);
        }
    }

    private static Optional<String> fact(
            SchemaLock lock,
            CompatibilityLevel level,
            Collection<SubjectVersion> released,
            Map<SubjectVersion, String> texts) {
        MessageDigest digest = sha256();
        add(digest, RULES);
        add(digest, level.name());
        Set<SubjectVersion> seen = new HashSet<>();
        for (SubjectVersion name : released) {
            if (!add(digest, lock, name, texts, seen)) {
                return Optional.empty();
            }
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    private static boolean add(
            MessageDigest digest,
            SchemaLock lock,
            SubjectVersion name,
            Map<SubjectVersion, String> texts,
            Set<SubjectVersion> seen) {
        if (!seen.add(name)) {
            return true;
        }
        Optional<LockLine> line = lock.find(name);
        String text = texts.get(name);
        if (line.isEmpty() || text == null) {
            return false;
        }
        add(digest, line.get().text());
        add(digest, String.valueOf(text.length()));
        add(digest, text);
        for (SchemaReference reference : line.get().references()) {
            if (!add(digest, lock, reference.target(), texts, seen)) {
                return false;
            }
        }
        return true;
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(UTF_8));
        digest.update((byte) '\n');
    }

    private static String header(List<String> digests) {
        MessageDigest digest = sha256();
        digests.forEach(one -> add(digest, one));
        return RULES + " " + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
