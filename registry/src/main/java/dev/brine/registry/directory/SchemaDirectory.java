package dev.brine.registry.directory;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.compatibility.CompatibilityCheck;
import dev.brine.registry.compatibility.NamedSchema;
import dev.brine.registry.compatibility.SchemaDiff;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.store.StoredVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A schema directory as the person sees it who changes schemas. Every call reads the disk anew; drafts count.
 *
 * <p>A directory or a git revision that cannot be read is a {@link RegistryUnavailableException} in every method; what
 * is wrong inside of it is a {@link Problem}.
 */
public final class SchemaDirectory {

    private final PathSource source;

    private SchemaDirectory(PathSource source) {
        this.source = source;
    }

    /** @throws RegistryUnavailableException if there is no such directory */
    public static SchemaDirectory at(Path directory) {
        return new SchemaDirectory(new PathSource(directory));
    }

    /**
     * A directory that was named relative to another one than that of this process; messages call it as it was named.
     *
     * @throws RegistryUnavailableException if there is no such directory
     */
    public static SchemaDirectory at(Path base, Path directory) {
        return new SchemaDirectory(new PathSource(base.resolve(directory), directory));
    }

    /** Everything that is wrong with the directory and its lock; empty when all is well. */
    public List<Problem> check() {
        SchemaTree tree = TreeLoader.whole(source);
        return explained(tree, DirectoryCheck.problems(tree));
    }

    /**
     * As {@link #check()}, and released versions that an earlier check found in order are neither read as schemas nor compared
     * again while text, lock and level are the same.
     *
     * @param memory a file that keeps which; made when it is not there, and left out when it cannot be used
     */
    public List<Problem> check(Path memory) {
        Verdicts verdicts = Verdicts.read(memory);
        SchemaTree tree = TreeLoader.whole(source, verdicts);
        List<Problem> problems = DirectoryCheck.problems(tree, verdicts);
        verdicts.write(memory);
        return explained(tree, problems);
    }

    private List<Problem> explained(SchemaTree tree, List<Problem> problems) {
        boolean edited = problems.stream().anyMatch(one -> one.rule().equals("released-file-edited"));
        return edited ? withEdits(tree, problems) : problems;
    }

    /** As {@link #check()}, and nothing that the git revision released may be missing here or different. */
    public List<Problem> checkAgainst(String revision) {
        SchemaTree base = TreeLoader.released(GitSource.read(source, revision));
        SchemaTree tree = TreeLoader.whole(source);
        return ReleasedSince.problems(base, tree, DirectoryCheck.problems(tree));
    }

    /** As {@link #checkAgainst(String)}, with a memory as {@link #check(Path)} has it. */
    public List<Problem> checkAgainst(String revision, Path memory) {
        SchemaTree base = TreeLoader.released(GitSource.read(source, revision));
        Verdicts verdicts = Verdicts.read(memory);
        SchemaTree tree = TreeLoader.whole(source, verdicts);
        List<Problem> problems = DirectoryCheck.problems(tree, verdicts);
        verdicts.write(memory);
        return ReleasedSince.problems(base, tree, problems);
    }

    /** Where the last commit still has a file as it was released, says what was changed in it. */
    private List<Problem> withEdits(SchemaTree tree, List<Problem> problems) {
        SchemaTree head;
        try {
            head = TreeLoader.released(GitSource.read(source, "HEAD"));
        } catch (RegistryUnavailableException e) {
            // Without git the problem is the same and has fewer words.
            return problems;
        }
        List<Problem> explained = new ArrayList<>();
        for (Problem problem : problems) {
            Optional<Problem> edit = problem.rule().equals("released-file-edited")
                    ? tree.files().values().stream()
                            .filter(file -> file.file().equals(problem.file()))
                            .flatMap(file -> file.line().stream())
                            .flatMap(line -> ReleasedSince.edits(head, tree, line).stream())
                            .findFirst()
                    : Optional.empty();
            explained.add(edit.orElse(problem));
        }
        return explained;
    }

    /**
     * Gives drafts their ids and appends them to the lock, all or none. Drafts that these reference are released too.
     *
     * @param subjects whose drafts; empty for all
     * @throws RegistryException if a named subject does not exist, or the lock cannot be written
     */
    public ReleaseResult release(Collection<String> subjects) {
        try (LockFile lock = LockFile.acquire(source.directory())) {
            SchemaTree tree = TreeLoader.whole(source);
            Set<String> wanted = new TreeSet<>(tree.bySubject().keySet());
            for (String subject : subjects) {
                if (!wanted.contains(subject)) {
                    throw unknown(tree, subject);
                }
            }
            if (!subjects.isEmpty()) {
                wanted.retainAll(subjects);
            }
            List<Problem> problems = DirectoryCheck.problems(tree);
            if (!problems.isEmpty()) {
                return new ReleaseResult.Refused(problems);
            }
            Release release = Release.of(tree, wanted);
            if (!release.versions().isEmpty()) {
                lock.commit(release.lock());
            }
            return new ReleaseResult.Released(release.versions());
        }
    }

    /**
     * Takes a registry's versions in, with their numbers and ids: files, lines of the lock, levels. What is released here
     * or drafted is never overwritten. The level of a subject that is new here becomes that of the registry.
     *
     * @param global the registry's own level, which becomes the directory's where there is no {@code subjects.yml}
     * @param levels the registry's level of each subject
     * @param keepGoing whether to leave out what is in the way; otherwise nothing is written then
     * @throws RegistryException if the directory is not in order itself, or cannot be written
     */
    public Adopted adopt(
            List<StoredVersion> versions,
            CompatibilityLevel global,
            Map<String, CompatibilityLevel> levels,
            boolean keepGoing) {
        try (LockFile out = LockFile.acquire(source.directory())) {
            SchemaTree tree = TreeLoader.whole(source);
            if (!tree.problems().isEmpty()) {
                throw new RegistryException(source.shown() + " is not in order, so nothing was taken into it: "
                        + tree.problems().get(0) + "; 'brine schema check' tells all");
            }
            Adoption adoption = Adoption.of(tree, versions);
            boolean write = keepGoing || adoption.problems().isEmpty();
            LevelAdoption settings = LevelAdoption.of(
                    tree, source.read(SubjectsFile.FILE), global, levels, write ? adoption.added() : List.of());
            if (write) {
                adoption.files().forEach(out::add);
                settings.text().ifPresent(text -> out.add(SubjectsFile.FILE, text));
                if (!adoption.added().isEmpty()) {
                    out.commit(adoption.lock());
                }
            }
            return new Adopted(
                    write ? adoption.added() : List.of(),
                    adoption.there(),
                    settings.written(),
                    settings.others(),
                    adoption.problems());
        }
    }

    /** The texts of all versions in order of subject and version, as far as they can be read. */
    public List<VersionText> texts() {
        SchemaTree tree = TreeLoader.whole(source);
        List<VersionText> found = new ArrayList<>();
        tree.bySubject()
                .forEach((subject, files) -> files.forEach(file -> source.read(SubjectFolder.file(file.name()))
                        .ifPresent(bytes -> found.add(new VersionText(
                                file.name(),
                                file.file(),
                                new String(bytes, StandardCharsets.UTF_8),
                                tree.subjects().level(subject),
                                file.released(),
                                file == files.get(files.size() - 1))))));
        return found;
    }

    /** All versions in order of subject and version, whatever their state. */
    public List<VersionInfo> versions() {
        SchemaTree tree = TreeLoader.whole(source);
        Set<SubjectVersion> names = new TreeSet<>(tree.files().keySet());
        tree.lock().lines().forEach(line -> names.add(line.name()));
        return names.stream().map(name -> info(tree, name)).toList();
    }

    /**
     * One version, the newest if {@code version} is empty.
     *
     * @throws RegistryException if there is none
     */
    public VersionInfo version(String subject, Optional<Integer> version) {
        SchemaTree tree = TreeLoader.whole(source);
        return info(tree, find(tree, subject, version).name());
    }

    /**
     * What changed from one version of a subject to another.
     *
     * @param from empty for the one before {@code to}
     * @param to empty for the newest
     * @throws RegistryException if one does not exist or cannot be read as a schema
     */
    public VersionComparison diff(String subject, Optional<Integer> from, Optional<Integer> to) {
        SchemaTree tree = TreeLoader.whole(source);
        SchemaFile after = find(tree, subject, to);
        if (from.isEmpty() && after.name().version() == 1) {
            throw new RegistryException(after.name() + " is the first version; there is nothing before it");
        }
        SchemaFile before =
                find(tree, subject, Optional.of(from.orElse(after.name().version() - 1)));
        NamedSchema old = named(before, tree);
        NamedSchema now = named(after, tree);
        return new VersionComparison(
                before.name(),
                after.name(),
                SchemaDiff.between(old.schema(), now.schema()),
                CompatibilityCheck.canRead(now, old),
                CompatibilityCheck.canRead(old, now));
    }

    private static NamedSchema named(SchemaFile file, SchemaTree tree) {
        ParsedSchema schema = file.schema().orElseThrow(() -> {
            String why = tree.problems().stream()
                    .filter(problem -> problem.file().equals(file.file()))
                    .map(Problem::toString)
                    .findFirst()
                    .orElse(file.file() + " cannot be read as a schema; 'brine schema check' says why");
            return new RegistryException(why);
        });
        return new NamedSchema(file.name().toString(), schema.schema());
    }

    private static SchemaFile find(SchemaTree tree, String name, Optional<Integer> version) {
        String subject =
                tree.bySubject().containsKey(name) ? name : tree.subjects().subject(name);
        List<SchemaFile> versions = Objects.requireNonNullElse(tree.bySubject().get(subject), List.of());
        if (versions.isEmpty()) {
            throw unknown(tree, name);
        }
        if (version.isEmpty()) {
            return versions.get(versions.size() - 1);
        }
        return versions.stream()
                .filter(file -> file.name().version() == version.get())
                .findFirst()
                .orElseThrow(() -> new RegistryException("there is no version " + version.get() + " of " + subject
                        + "; it has " + versions.get(0).name().version() + " to "
                        + versions.get(versions.size() - 1).name().version()));
    }

    private static RegistryException unknown(SchemaTree tree, String subject) {
        return new RegistryException("there is no subject " + subject + "; the directory has "
                + String.join(", ", tree.bySubject().keySet()));
    }

    private static VersionInfo info(SchemaTree tree, SubjectVersion name) {
        Optional<SchemaFile> file = tree.find(name);
        Optional<LockLine> line = tree.lock().find(name);
        Optional<ParsedSchema> schema = file.flatMap(SchemaFile::schema);
        VersionInfo.State state;
        if (schema.isEmpty()) {
            state = VersionInfo.State.UNREADABLE;
        } else if (line.isEmpty()) {
            state = VersionInfo.State.DRAFT;
        } else {
            boolean same = line.get().guid().equals(schema.get().guid());
            state = same ? VersionInfo.State.RELEASED : VersionInfo.State.EDITED;
        }
        return new VersionInfo(
                name,
                tree.source().describe(SubjectFolder.file(name)),
                state,
                tree.subjects().level(name.subject()),
                line.map(LockLine::id),
                schema);
    }
}
