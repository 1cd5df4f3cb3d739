package dev.brine.serdes.avro;

import static dev.brine.serdes.avro.OutputCode.OUT;
import static dev.brine.serdes.avro.OutputCode.out;
import static dev.brine.serdes.avro.OutputCode.whereIs;

import dev.brine.serdes.internal.BinaryOutput;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Arrays and maps in generated code: one block, whose count is the collection's size. */
final class BlockCode {

    /** Writes the code for one item. */
    interface Item {
        /** @param value the local variable that holds it */
        void write(Code code, WriteStep step, int value);
    }

    private final Item item;

    BlockCode(Item item) {
        this.item = item;
    }

    /** @param value the local variable that holds the list */
    void items(Code code, CollectionWrite.Items step, int value) {
        whereIs(code, ArrayList.class, step, value, () -> {
            int list = code.local(Object.class);
            int count = code.local(int.class);
            int i = code.local(int.class);
            int current = code.local(Object.class);
            out(code, "enter");
            code.load(value, Object.class);
            code.cast(ArrayList.class);
            code.store(list, Object.class);
            code.load(list, Object.class);
            code.call(ArrayList.class, "size", int.class);
            code.store(count, int.class);
            begin(code, count);
            code.push(0);
            code.store(i, int.class);
            Label each = new Label();
            Label end = new Label();
            code.mark(each);
            out(code, "room");
            code.load(i, int.class);
            code.load(count, int.class);
            code.jump(Opcodes.IF_ICMPGE, end);
            code.load(list, Object.class);
            code.load(i, int.class);
            code.call(ArrayList.class, "get", Object.class, int.class);
            code.store(current, Object.class);
            item.write(code, step.item, current);
            code.increment(i);
            code.jump(Opcodes.GOTO, each);
            code.mark(end);
            code.load(list, Object.class);
            code.call(ArrayList.class, "size", int.class);
            end(code, count);
        });
    }

    /** @param value the local variable that holds the map */
    void entries(Code code, CollectionWrite.Entries step, int value) {
        whereIs(code, Map.class, step, value, () -> {
            int count = code.local(int.class);
            int i = code.local(int.class);
            int entries = code.local(Object.class);
            int entry = code.local(Object.class);
            int current = code.local(Object.class);
            out(code, "enter");
            code.load(value, Object.class);
            code.cast(Map.class);
            code.call(Map.class, "size", int.class);
            code.store(count, int.class);
            begin(code, count);
            code.push(0);
            code.store(i, int.class);
            code.load(value, Object.class);
            code.cast(Map.class);
            code.call(Map.class, "entrySet", Set.class);
            code.call(Set.class, "iterator", Iterator.class);
            code.store(entries, Object.class);
            Label each = new Label();
            Label end = new Label();
            code.mark(each);
            out(code, "room");
            code.load(entries, Object.class);
            code.cast(Iterator.class);
            code.call(Iterator.class, "hasNext", boolean.class);
            code.jump(Opcodes.IFEQ, end);
            code.load(entries, Object.class);
            code.cast(Iterator.class);
            code.call(Iterator.class, "next", Object.class);
            code.cast(Map.Entry.class);
            code.store(entry, Object.class);
            code.load(OUT, Object.class);
            code.load(entry, Object.class);
            code.call(Map.Entry.class, "getKey", Object.class);
            code.callStatic(CollectionWrite.class, "writeKey", void.class, BinaryOutput.class, Object.class);
            code.load(entry, Object.class);
            code.call(Map.Entry.class, "getValue", Object.class);
            code.store(current, Object.class);
            item.write(code, step.item, current);
            code.increment(i);
            code.jump(Opcodes.GOTO, each);
            code.mark(end);
            code.load(i, int.class);
            end(code, count);
        });
    }

    private static void begin(Code code, int count) {
        code.load(OUT, Object.class);
        code.load(count, int.class);
        code.call(BinaryOutput.class, "writeBlockCount", void.class, int.class);
    }

    /** Ends a block; how many items there were stands on the stack. */
    private static void end(Code code, int count) {
        code.load(count, int.class);
        code.callStatic(CollectionWrite.class, "expectCount", void.class, int.class, int.class);
        code.load(OUT, Object.class);
        code.load(count, int.class);
        code.callStatic(CollectionWrite.class, "end", void.class, BinaryOutput.class, int.class);
        out(code, "leave");
    }
}
