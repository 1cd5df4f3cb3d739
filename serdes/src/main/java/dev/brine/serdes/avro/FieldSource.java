package dev.brine.serdes.avro;

import java.lang.invoke.MethodHandle;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where generated code finds what a field of a record holds.
 *
 * @param position in the object, negative if it has no such field
 * @param getter null if the object must be asked by the position
 * @param mayBeNull whether it is a union with null of what a reference holds
 */
record FieldSource(int position, @Nullable MethodHandle getter, Class<?> kind, boolean mayBeNull) {

    static final FieldSource NONE = new FieldSource(-1, null, Object.class, false);

    static FieldSource of(RecordWrite record, int index, @Nullable GeneratedClass generated) {
        int position = record instanceof RecordWrite.Properties properties
                ? properties.positions[index]
                : ((RecordWrite.Indexed) record).positions[index];
        if (position < 0) {
            return NONE;
        }
        MethodHandle getter = record instanceof RecordWrite.Properties properties
                ? properties.shape.properties().get(position).getter()
                : generated == null ? null : generated.getter(position);
        Class<?> kind = getter == null ? Object.class : getter.type().returnType();
        boolean mayBeNull = record.steps[index] instanceof UnionWrite.OrNull && !kind.isPrimitive();
        return new FieldSource(position, getter, kind, mayBeNull);
    }

    /** Puts what the field of an object holds on the stack. */
    void get(Code code, int object) {
        if (getter != null) {
            code.handle(getter);
            code.load(object, Object.class);
            code.invoke(getter);
        } else {
            code.load(object, Object.class);
            code.cast(IndexedRecord.class);
            code.push(position);
            code.call(IndexedRecord.class, "get", Object.class, int.class);
        }
    }
}
