package dev.brine.registry.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.parsing.ForeignName;
import dev.brine.registry.parsing.ImportedSchema;
import dev.brine.registry.parsing.ParseResult;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.SchemaFault;
import dev.brine.registry.parsing.SchemaSyntax;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a source into a {@link SchemaTree}. A version is resolved after those that it references; which they are, the
 * lock says for a released version, and the newest file of the name's subject for a draft.
 */
final class TreeLoader {

    private static final Pattern VERSION = Pattern.compile("v([1-9][0-9]{0,8})\\.avsc");

    private final SchemaSource source;
    private final List<Problem> problems = new ArrayList<>();
    private final Verdicts verdicts;
    private final SortedMap<SubjectVersion, String> texts = new TreeMap<>();
    private final Map<SubjectVersion, SchemaSyntax> syntaxes = new HashMap<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private final Map<SubjectVersion, Optional<ParsedSchema>> resolved = new HashMap<>();
    private final LinkedHashSet<SubjectVersion> resolving = new LinkedHashSet<>();
    private final SchemaLock lock;
    private final SubjectsFile subjects;

    private TreeLoader(SchemaSource source, Verdicts verdicts) {
        this.source = source;
        this.verdicts = verdicts;
        this.lock = source.read(SchemaLock.FILE)
                .flatMap(bytes -> text(SchemaLock.FILE, bytes))
                .map(text -> LockParser.parse(source.describe(SchemaLock.FILE), text, problems))
                .orElseGet(SchemaLock::empty);
        this.subjects = source.read(SubjectsFile.FILE)
                .flatMap(bytes -> text(SubjectsFile.FILE, bytes))
                .map(text -> SubjectsParser.parse(source.describe(SubjectsFile.FILE), text, problems))
                .orElseGet(SubjectsFile::empty);
    }

    /** The versions that the lock lists, and no others. */
    static SchemaTree released(SchemaSource source) {
        TreeLoader loader = new TreeLoader(source, Verdicts.none());
        return loader.load(Set.of());
    }

    /** Every file, drafts too. */
    static SchemaTree whole(SchemaSource source) {
        return whole(source, Verdicts.none());
    }

    /** Every file; those that are known to be in order are read as schemas only when somebody asks. */
    static SchemaTree whole(SchemaSource source, Verdicts verdicts) {
        TreeLoader loader = new TreeLoader(source, verdicts);
        return loader.load(loader.listed());
    }

    private SchemaTree load(Set<SubjectVersion> listed) {
        Set<SubjectVersion> names = new HashSet<>(listed);
        lock.lines().forEach(line -> names.add(line.name()));
        names.stream().sorted().forEach(this::read);
        Set<String> known = knownSubjects();
        SortedMap<SubjectVersion, SchemaFile> files = new TreeMap<>();
        for (SubjectVersion name : texts.keySet()) {
            Optional<LockLine> line = lock.find(name);
            String file = source.describe(SubjectFolder.file(name));
            if (line.isPresent() && known.contains(name.subject())) {
                files.put(name, new SchemaFile(name, file, line, () -> syntax(name), () -> resolve(name)));
                continue;
            }
            Optional<ParsedSchema> schema = resolve(name);
            if (schema.isPresent() && line.isPresent()) {
                matches(file, schema.get(), line.get());
            }
            SchemaSyntax syntax = syntax(name);
            files.put(name, new SchemaFile(name, file, line, () -> syntax, () -> schema));
        }
        return new SchemaTree(source, lock, subjects, files, problems);
    }

    private Set<String> knownSubjects() {
        Map<String, List<SubjectVersion>> released = new TreeMap<>();
        lock.lines().forEach(line -> released.computeIfAbsent(line.name().subject(), subject -> new ArrayList<>())
                .add(line.name()));
        Set<String> known = new HashSet<>();
        released.forEach((subject, names) -> {
            if (verdicts.judge(subject, lock, subjects.level(subject), names, texts)) {
                known.add(subject);
            }
        });
        return known;
    }

    private Set<SubjectVersion> listed() {
        Set<SubjectVersion> found = new HashSet<>();
        for (String path : source.list()) {
            int slash = path.indexOf('/');
            if (!path.endsWith(".avsc")) {
                continue;
            }
            if (slash < 0) {
                problem(
                        "misplaced-file",
                        path,
                        "a schema lies outside of a subject's folder",
                        "move it to SUBJECT/v1.avsc");
                continue;
            }
            Matcher version = VERSION.matcher(path.substring(slash + 1));
            Optional<String> subject = SubjectFolder.subject(path.substring(0, slash));
            if (!version.matches()) {
                problem("misplaced-file", path, "a schema's file is called vN.avsc, N from 1", "rename it");
            } else if (subject.isEmpty()) {
                problem(
                        "misplaced-file",
                        path,
                        "the folder is not the name of a subject",
                        "use A-Z a-z 0-9 . _ - and write other bytes as %XX");
            } else {
                found.add(new SubjectVersion(subject.get(), Integer.parseInt(version.group(1))));
            }
        }
        return found;
    }

    private void read(SubjectVersion name) {
        String path = SubjectFolder.file(name);
        Optional<byte[]> bytes = source.read(path);
        if (bytes.isEmpty()) {
            int line = lock.find(name).map(LockLine::number).orElse(0);
            problem(
                    "released-file-missing",
                    path,
                    "there is no such file, and line " + line + " of " + SchemaLock.FILE + " releases " + name,
                    "restore the file from git; records that it wrote may still be read");
            return;
        }
        Optional<String> text = text(path, bytes.get());
        if (text.isEmpty()) {
            return;
        }
        texts.put(name, text.get());
        newest.merge(name.subject(), name.version(), Math::max);
    }

    private Optional<String> text(String path, byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            problem("not-utf-8", path, "the file is not UTF-8", "save it as UTF-8");
            return Optional.empty();
        }
    }

    private Optional<ParsedSchema> resolve(SubjectVersion name) {
        Optional<ParsedSchema> known = resolved.get(name);
        if (known != null) {
            return known;
        }
        SchemaSyntax syntax = syntax(name);
        resolving.add(name);
        List<ImportedSchema> imports = new ArrayList<>();
        boolean complete = true;
        for (SchemaReference reference : references(name, syntax)) {
            Optional<ParsedSchema> target = target(name, syntax, reference);
            target.ifPresent(schema -> imports.add(new ImportedSchema(reference, schema.schema())));
            complete &= target.isPresent();
        }
        resolving.remove(name);
        Optional<ParsedSchema> result = Optional.empty();
        if (complete) {
            result = parsed(name, syntax.resolve(imports));
        } else {
            syntax.faults().forEach(fault -> fault(name, fault));
        }
        resolved.put(name, result);
        return result;
    }

    private Optional<ParsedSchema> parsed(SubjectVersion name, ParseResult result) {
        if (result instanceof ParseResult.Parsed parsed) {
            return Optional.of(parsed.schema());
        }
        ((ParseResult.Refused) result).faults().forEach(fault -> fault(name, fault));
        return Optional.empty();
    }

    /** A released version has the references of its line; a draft those that its foreign names lead to. */
    private List<SchemaReference> references(SubjectVersion name, SchemaSyntax syntax) {
        Optional<LockLine> line = lock.find(name);
        if (line.isPresent()) {
            return line.get().references();
        }
        List<SchemaReference> found = new ArrayList<>();
        for (ForeignName foreign : syntax.foreignNames()) {
            for (String candidate : List.of(foreign.full(), foreign.written())) {
                Integer version = newest.get(candidate);
                if (version != null) {
                    found.add(new SchemaReference(candidate, candidate, version));
                    break;
                }
            }
        }
        return found;
    }

    private Optional<ParsedSchema> target(SubjectVersion name, SchemaSyntax syntax, SchemaReference reference) {
        SubjectVersion target = reference.target();
        if (resolving.contains(target)) {
            String at = syntax.foreignNames().stream()
                    .filter(foreign -> foreign.full().equals(reference.name()))
                    .map(ForeignName::path)
                    .findFirst()
                    .orElse("");
            problems.add(Problem.invalid(
                    "reference-cycle",
                    source.describe(SubjectFolder.file(name)),
                    at,
                    name + " uses " + reference.name() + ", whose file uses this one: " + resolving,
                    "define types that need each other in one file"));
            return Optional.empty();
        }
        // A file that is missing or not a schema has its own problem already.
        return texts.containsKey(target) ? resolve(target) : Optional.empty();
    }

    private void matches(String file, ParsedSchema schema, LockLine line) {
        if (!schema.guid().equals(line.guid())) {
            problems.add(Problem.invalid(
                    "released-file-edited",
                    file,
                    "",
                    "the file is not what was released as " + line.name() + ": its guid is " + schema.guid() + ", line "
                            + line.number() + " of " + SchemaLock.FILE + " says " + line.guid(),
                    "restore the file with 'git checkout', and put the change into the next version; or, if the line"
                            + " was edited, restore that"));
        } else if (schema.fingerprint() != line.fingerprint()) {
            problems.add(Problem.invalid(
                    "lock-edited",
                    source.describe(SchemaLock.FILE),
                    line.number(),
                    "the fingerprint is not that of " + line.name() + ", although the guid is",
                    "restore the line from git"));
        }
    }

    private SchemaSyntax syntax(SubjectVersion name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalStateException("no file was read for " + name);
        }
        return syntaxes.computeIfAbsent(name, absent -> SchemaSyntax.read(text));
    }

    private void fault(SubjectVersion name, SchemaFault fault) {
        problems.add(Problem.of(fault, source.describe(SubjectFolder.file(name))));
    }

    private void problem(String rule, String path, String what, String remedy) {
        problems.add(Problem.invalid(rule, source.describe(path), "", what, remedy));
    }
}
