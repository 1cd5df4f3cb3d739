package dev.brine.serdes.avro;

import java.lang.invoke.MethodHandle;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificRecord;

/** Where the fields of a reader's record go in the object that Java wants, and of which type they are there. */
sealed interface Slots {

    RecordRead step();

    /** Position for a field of the reader, or -1 where the object has no place for it. */
    int slot(Schema.Field field);

    Target target(int slot);

    /** Fields of the object's own that the reader may leave empty, to be filled with their own defaults. */
    default List<Schema.Field> own() {
        return List.of();
    }

    /** @throws IllegalArgumentException if no object can be made that way */
    static Slots of(Schema reader, Target target, String path) {
        Class<?> type = target.classOf(reader);
        if (type == null || type.isAssignableFrom(java.util.LinkedHashMap.class) && type != Object.class) {
            String[] names = reader.getFields().stream().map(Schema.Field::name).toArray(String[]::new);
            return new Open(new RecordRead.Maps(names), target.raw() == Object.class ? target : mapped(target));
        }
        if (type.isAssignableFrom(GenericData.Record.class)) {
            Model model = target.model() == Model.MAPS ? Model.GENERIC : target.model();
            return new Open(new RecordRead.Generic(reader), new Target(Object.class, model));
        }
        if (SpecificRecord.class.isAssignableFrom(type)) {
            GeneratedClass generated = GeneratedClass.of(type);
            Model model = target.model() instanceof Model.Generated ? target.model() : new Model.Generated(generated);
            return new OfGenerated(new RecordRead.Generated(generated), generated, new Target(type, model));
        }
        return properties(Shape.of(type), reader, target, path);
    }

    private static Target mapped(Target target) {
        return target.argument(1);
    }

    private static Slots properties(Shape shape, Schema reader, Target target, String path) {
        shape.expectKnown(reader, path);
        if (shape.isRecord()) {
            return new Properties(new RecordRead.JavaRecord(shape), shape, target);
        }
        MethodHandle[] setters = new MethodHandle[shape.properties().size()];
        for (int i = 0; i < setters.length; i++) {
            Shape.Property property = shape.properties().get(i);
            if (property.setter() == null) {
                throw new IllegalArgumentException(
                        Describe.place(Describe.path(path, property.name())) + " is final in "
                                + shape.type().getTypeName() + ", so it cannot be read into; make that a Java record");
            }
            setters[i] = property.setter();
        }
        return new Properties(new RecordRead.Plain(shape, setters), shape, target);
    }

    /** Maps and generic records: every field of the reader has its own position. */
    record Open(RecordRead step, Target each) implements Slots {
        @Override
        public int slot(Schema.Field field) {
            return field.pos();
        }

        @Override
        public Target target(int slot) {
            return each;
        }
    }

    /** Java records and plain classes, by name. */
    record Properties(RecordRead step, Shape shape, Target whole) implements Slots {
        @Override
        public int slot(Schema.Field field) {
            return shape.position(field);
        }

        @Override
        public Target target(int slot) {
            return whole.with(shape.properties().get(slot).type());
        }
    }

    /** Generated classes, by the schema they were made from; it may be another version than the reader's. */
    record OfGenerated(RecordRead step, GeneratedClass type, Target whole) implements Slots {
        @Override
        public int slot(Schema.Field field) {
            Schema.Field own = Matching.counterpart(field, type.schema());
            return own == null ? -1 : own.pos();
        }

        @Override
        public Target target(int slot) {
            return whole.with(type.typeOf(type.schema().getFields().get(slot)));
        }

        @Override
        public List<Schema.Field> own() {
            return type.schema().getFields();
        }
    }
}
