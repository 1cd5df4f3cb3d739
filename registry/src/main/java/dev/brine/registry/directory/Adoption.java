package dev.brine.registry.directory;

import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.parsing.ImportedSchema;
import dev.brine.registry.parsing.ParseResult;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.PrettySchema;
import dev.brine.registry.parsing.SchemaSyntax;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.StoredVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Holds a registry's versions against a directory: the files and lines that would be added, and what is in the way. A
 * released file is never written, nor is a draft. Writes nothing itself.
 */
final class Adoption {

    private final SchemaTree tree;
    private final String from;
    private final SortedMap<SubjectVersion, StoredVersion> given = new TreeMap<>();
    private final Map<SubjectVersion, Optional<ParsedSchema>> done = new HashMap<>();
    private final Set<SubjectVersion> open = new HashSet<>();
    private final Map<Integer, LockLine> byId = new HashMap<>();
    private final Map<UUID, LockLine> byGuid = new HashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<SubjectVersion> added = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<LockLine> lines = new ArrayList<>();
    private int there;

    private Adoption(SchemaTree tree, List<StoredVersion> versions) {
        this.tree = tree;
        this.from = "the registry";
        tree.lock().lines().forEach(this::note);
        versions.forEach(one -> given.put(one.name(), one));
    }

    static Adoption of(SchemaTree tree, List<StoredVersion> versions) {
        Adoption adoption = new Adoption(tree, versions);
        adoption.given.keySet().forEach(adoption::take);
        return adoption;
    }

    /** Path to content of the files to write. */
    Map<String, String> files() {
        return files;
    }

    SchemaLock lock() {
        return tree.lock().with(lines);
    }

    List<SubjectVersion> added() {
        return added;
    }

    int there() {
        return there;
    }

    List<Problem> problems() {
        return problems;
    }

    private void note(LockLine line) {
        byId.putIfAbsent(line.id(), line);
        byGuid.putIfAbsent(line.guid(), line);
    }

    /** The version as this directory would have it, once all that it needs is taken; empty where something is in the way. */
    private Optional<ParsedSchema> take(SubjectVersion name) {
        Optional<ParsedSchema> known = done.get(name);
        if (known != null) {
            return known;
        }
        StoredVersion version = given.get(name);
        if (version == null) {
            return tree.lock().find(name).isPresent() ? tree.find(name).flatMap(SchemaFile::schema) : Optional.empty();
        }
        if (!open.add(name)) {
            // A circle of references: whoever asked reports that it misses this one.
            return Optional.empty();
        }
        Optional<ParsedSchema> taken = read(version).filter(schema -> enter(version, schema));
        done.put(name, taken);
        return taken;
    }

    private Optional<ParsedSchema> read(StoredVersion version) {
        SubjectVersion name = version.name();
        SchemaContent content = version.schema().content();
        if (!Contexts.of(name.subject()).equals(Contexts.DEFAULT)) {
            return refused(
                    name,
                    "context",
                    "it is in a context of its own, and ids of a directory are in one",
                    "leave it out");
        }
        if (!content.isAvro()) {
            return refused(
                    name,
                    "not-avro",
                    "it is a " + content.type() + " schema, and a directory holds Avro",
                    "leave it out");
        }
        if (content.metadata().isPresent() || content.ruleSet().isPresent()) {
            return refused(
                    name,
                    "metadata",
                    "it has metadata or rules, which a directory has no place for, and which count for its guid",
                    "leave it out");
        }
        List<ImportedSchema> imports = new ArrayList<>();
        for (SchemaReference reference : content.references()) {
            Optional<ParsedSchema> target = take(reference.target());
            if (target.isEmpty()) {
                return refused(
                        name,
                        "reference-missing",
                        "it uses " + reference.name() + " of " + reference.target() + ", which is not here and cannot"
                                + " be taken from " + from,
                        "see what is said about " + reference.target());
            }
            imports.add(new ImportedSchema(reference, target.get().schema()));
        }
        ParseResult result = SchemaSyntax.read(content.text()).resolve(imports);
        if (result instanceof ParseResult.Refused refused) {
            refused.faults().forEach(fault -> problems.add(Problem.of(fault, file(name))));
            return Optional.empty();
        }
        return Optional.of(((ParseResult.Parsed) result).schema());
    }

    /** Whether the version is in the lock afterwards. */
    private boolean enter(StoredVersion version, ParsedSchema schema) {
        SubjectVersion name = version.name();
        Optional<LockLine> before = tree.lock().find(name);
        if (before.isPresent()) {
            return released(version, schema, before.get());
        }
        LockLine sameId = byId.get(version.id());
        if (sameId != null && !sameId.guid().equals(schema.guid())) {
            return stopped(
                    name,
                    "id-taken",
                    "its id is " + version.id() + " there, and here that is the id of " + sameId.name(),
                    "an id stands for one schema for ever: pull into a directory of its own");
        }
        LockLine sameGuid = byGuid.get(schema.guid());
        if (sameGuid != null && sameGuid.id() != version.id()) {
            return stopped(
                    name,
                    "other-id",
                    "its id is " + version.id() + " there, and the same schema has id " + sameGuid.id() + " here, as "
                            + sameGuid.name(),
                    "a directory has one id for a schema: pull into a directory of its own");
        }
        if (name.version() > 1 && !before(new SubjectVersion(name.subject(), name.version() - 1))) {
            return stopped(
                    name,
                    "version-gap",
                    "v" + (name.version() - 1) + " is not in " + from + " any more, or cannot be taken, and a directory"
                            + " has every version from the first",
                    "leave the subject out, or register its newest version under another subject");
        }
        Optional<SchemaFile> draft = tree.find(name);
        if (draft.isPresent()
                && draft.get()
                        .schema()
                        .filter(one -> one.guid().equals(schema.guid()))
                        .isEmpty()) {
            return stopped(
                    name,
                    "draft-in-the-way",
                    "the file is a draft with another schema",
                    "delete the draft, or rename it to the next version, and pull again");
        }
        if (draft.isEmpty()) {
            files.put(SubjectFolder.file(name), PrettySchema.of(schema.text()));
        }
        LockLine line = LockLine.of(version.id(), name, schema);
        lines.add(line);
        note(line);
        added.add(name);
        return true;
    }

    private boolean released(StoredVersion version, ParsedSchema schema, LockLine line) {
        if (!line.guid().equals(schema.guid())) {
            return stopped(
                    version.name(),
                    "released-file-differs",
                    "the released file is not what " + from + " has as " + version.name() + ", with id " + version.id(),
                    "a released file is never overwritten: pull into a directory of its own and compare the two");
        }
        if (line.id() != version.id()) {
            return stopped(
                    version.name(),
                    "other-id",
                    "its id is " + version.id() + " there, and the lock says " + line.id(),
                    "a directory has one id for a schema: pull into a directory of its own");
        }
        there++;
        return true;
    }

    private boolean before(SubjectVersion name) {
        return take(name).isPresent();
    }

    private Optional<ParsedSchema> refused(SubjectVersion name, String rule, String what, String remedy) {
        stopped(name, rule, what, remedy);
        return Optional.empty();
    }

    private boolean stopped(SubjectVersion name, String rule, String what, String remedy) {
        problems.add(Problem.invalid(rule, file(name), "", name + ": " + what, remedy));
        return false;
    }

    private String file(SubjectVersion name) {
        return tree.source().describe(SubjectFolder.file(name));
    }
}
