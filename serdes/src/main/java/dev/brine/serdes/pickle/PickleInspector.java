package dev.brine.serdes.pickle;

import dev.brine.serdes.DecodeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the opcodes and names of a pickle, and what would be refused. It follows texts through stack and memo to tell
 * names, and makes nothing. It is no scanner: a pickle without refusals is one that can be read as data, and one with
 * refusals is not judged. Safe for use by many threads.
 */
public final class PickleInspector {

    private final PickleOptions options;

    public PickleInspector(PickleOptions options) {
        this.options = options;
    }

    /** Never fails: what cannot be told is a refusal. */
    public PickleInspection inspect(byte[] pickle) {
        List<PickleInspection.Line> lines = new ArrayList<>();
        List<PickleInspection.Name> names = new ArrayList<>();
        List<PickleFault> refusals = new ArrayList<>();
        PickleListing listing = new PickleListing(pickle);
        NameTracker tracker = new NameTracker();
        int most = options.budget().maxOpcodes();
        while (lines.size() < most && listing.next()) {
            PickleInspection.Line line = listing.line();
            lines.add(line);
            if (line.opcode().refused()) {
                refusals.add(refusal(pickle, line.offset()));
            }
            if (tracker.step(line.opcode(), listing)) {
                PickleInspection.Name name = name(line, tracker);
                names.add(name);
                if (!name.accepted()) {
                    refusals.add(refusal(line, name));
                }
            }
        }
        addVerdict(pickle, refusals);
        return new PickleInspection(lines, names, refusals, listing.position());
    }

    /** The reader's own word, unless it stumbled over what is listed already. */
    private void addVerdict(byte[] pickle, List<PickleFault> refusals) {
        try {
            new PickleReader(options).read(pickle);
        } catch (DecodeException e) {
            PickleFault fault = PickleFault.of(e, pickle);
            if (refusals.stream().noneMatch(known -> known.offset() == fault.offset())) {
                refusals.add(fault);
            }
        }
    }

    private PickleInspection.Name name(PickleInspection.Line line, NameTracker tracker) {
        String module = tracker.module();
        String name = tracker.name();
        boolean accepted =
                PickleSymbol.find(module, name) != null || options.shapes().find(module, name) != null;
        return new PickleInspection.Name(
                line.offset(), PickleCalls.printable(module), PickleCalls.printable(name), accepted);
    }

    private static PickleFault refusal(PickleInspection.Line line, PickleInspection.Name name) {
        return new PickleFault(
                "pickle.global", line.offset(), line.opcode().name(), PickleNames.refusal(name.module(), name.name()));
    }

    private static PickleFault refusal(byte[] pickle, int offset) {
        String opcode = PickleOpcode.nameOf(pickle[offset]);
        return new PickleFault(
                "pickle.opcode." + PickleCalls.lower(opcode),
                offset,
                opcode,
                "this opcode is never accepted: plain data does not need it");
    }
}
