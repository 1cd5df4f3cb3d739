package dev.brine.serdes.internal;

import dev.brine.serdes.DecodeException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.avro.Schema;

/**
 * Finds the field in which a fault was found: walks the same bytes by the writer's schema until the walk is beyond the
 * fault or breaks itself. So only faults pay for their path.
 */
public final class FaultPath {

    private final BinaryInput in;
    private final int fault;
    private final Deque<Object> path = new ArrayDeque<>();

    /** An entry of an array or map, which becomes text only if the fault is in it. */
    private static final class Entry {
        private final boolean keyed;
        private int index = -1;

        Entry(boolean keyed) {
            this.keyed = keyed;
        }

        @Override
        public String toString() {
            return keyed ? "{" + index + "}" : "[" + index + "]";
        }
    }

    private FaultPath(BinaryInput in, int fault) {
        this.in = in;
        this.fault = fault;
    }

    /**
     * @param faulty where the fault was found, still on its bytes
     * @return the field in the writer's words, entries of maps by number; empty for the value itself
     */
    public static String find(Schema writer, BinaryInput faulty, int fault) {
        int start = faulty.index() - faulty.position();
        int length = faulty.position() + faulty.remaining();
        BinaryInput in = BinaryInput.acquire(faulty.array(), start, length, faulty.limits());
        FaultPath walk = new FaultPath(in, fault);
        try {
            return walk.found(writer) ? walk.text() : "";
        } catch (DecodeException e) {
            return walk.text();
        } finally {
            in.release();
        }
    }

    private boolean found(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                in.enter();
                for (Schema.Field field : schema.getFields()) {
                    path.addLast("." + field.name());
                    if (found(field.schema())) {
                        return true;
                    }
                    path.removeLast();
                }
                in.leave();
            }
            case ARRAY -> {
                return items(schema.getElementType(), false);
            }
            case MAP -> {
                return items(schema.getValueType(), true);
            }
            case UNION -> {
                int index = in.readUnionIndex(schema.getTypes().size());
                return in.position() > fault || found(schema.getTypes().get(index));
            }
            case BOOLEAN -> in.readBoolean();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case STRING, BYTES -> in.skipBytes();
            case FIXED -> in.skipFixed(schema.getFixedSize());
            case ENUM -> in.readEnumIndex(schema.getEnumSymbols().size());
            default -> {}
        }
        return in.position() > fault;
    }

    private boolean items(Schema item, boolean keyed) {
        in.enter();
        Entry entry = new Entry(keyed);
        for (int count = count(); count != 0; count = count()) {
            for (int i = 0; i < count; i++) {
                entry.index++;
                path.addLast(entry);
                int before = in.position();
                if (keyed) {
                    in.skipBytes();
                }
                if (in.position() > fault || found(item)) {
                    return true;
                }
                path.removeLast();
                if (in.position() == before) {
                    // An item of no bytes: so are the others, and there may be a million of them.
                    entry.index += count - i - 1;
                    break;
                }
            }
        }
        in.leave();
        return in.position() > fault;
    }

    private int count() {
        return in.readBlockCount(BinaryInput.UNKNOWN);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (Iterator<Object> part = path.iterator(); part.hasNext(); ) {
            text.append(part.next());
        }
        return text.length() > 0 && text.charAt(0) == '.' ? text.substring(1) : text.toString();
    }
}
