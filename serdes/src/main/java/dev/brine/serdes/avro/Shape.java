package dev.brine.serdes.avro;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A Java record or plain class by its parts: the components, or the fields that are neither static nor transient. */
final class Shape {

    /** One part. The setter of a record's component is null, and of a final field. */
    record Property(
            String name,
            Type type,
            Class<?> raw,
            MethodHandle getter,
            @Nullable MethodHandle setter) {}

    private final Class<?> type;
    private final List<Property> properties;

    private Shape(Class<?> type, List<Property> properties) {
        this.type = type;
        this.properties = List.copyOf(properties);
    }

    static Shape of(Class<?> type) {
        if (type.isRecord()) {
            return new Shape(type, components(type));
        }
        if (!possible(type)) {
            throw new IllegalArgumentException(
                    type.getTypeName() + " cannot stand for a record: a generated class, a Java record, a plain class,"
                            + " GenericRecord or Map can");
        }
        return new Shape(type, fields(type));
    }

    /** Whether objects of the class may stand for a record by their parts. */
    static boolean possible(Class<?> type) {
        return !type.isInterface()
                && !Modifier.isAbstract(type.getModifiers())
                && !type.isArray()
                && !type.isPrimitive()
                && !type.isEnum()
                && type.getClassLoader() != null
                && !type.getName().startsWith("java.");
    }

    private static List<Property> components(Class<?> type) {
        List<Property> properties = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.add(new Property(
                    component.getName(),
                    component.getGenericType(),
                    component.getType(),
                    Handles.getter(component.getAccessor()),
                    null));
        }
        return properties;
    }

    private static List<Property> fields(Class<?> type) {
        List<Property> properties = new ArrayList<>();
        for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass()) {
            for (Field field : level.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (Modifier.isStatic(modifiers) || Modifier.isTransient(modifiers) || field.isSynthetic()) {
                    continue;
                }
                MethodHandle setter = Modifier.isFinal(modifiers) ? null : Handles.setter(field);
                properties.add(new Property(
                        field.getName(), field.getGenericType(), field.getType(), Handles.getter(field), setter));
            }
        }
        return properties;
    }

    boolean isRecord() {
        return type.isRecord();
    }

    Class<?> type() {
        return type;
    }

    List<Property> properties() {
        return properties;
    }

    /** For a record {@code Object[] -> Object} with all components in order, otherwise {@code () -> Object}. */
    MethodHandle constructor() {
        return isRecord()
                ? Handles.constructor(
                        type, properties.stream().map(Property::raw).toArray(Class<?>[]::new))
                : Handles.constructor(type);
    }

    /** For a record: all components in order, primitives as such. */
    MethodHandle canonical() {
        return Handles.canonical(type, properties.stream().map(Property::raw).toArray(Class<?>[]::new));
    }

    /** Position of the property that stands for a field of a schema, or -1. */
    int position(Schema.Field field) {
        for (String name : Matching.names(field)) {
            for (int i = 0; i < properties.size(); i++) {
                if (properties.get(i).name().equals(name)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Refuses a class that has more than the schema: what it has would be lost without a word. */
    void expectKnown(Schema schema, String path) {
        Set<String> known = new HashSet<>();
        schema.getFields().forEach(field -> known.addAll(Matching.names(field)));
        for (Property property : properties) {
            if (!known.contains(property.name())) {
                throw new IllegalArgumentException(
                        Describe.place(Describe.path(path, property.name())) + ": " + type.getTypeName()
                                + " has it, but " + Describe.schema(schema) + " does not (it has "
                                + String.join(", ", names(schema)) + "); rename it"
                                + (isRecord() ? "" : ", or make it transient"));
            }
        }
    }

    private static List<String> names(Schema schema) {
        return Arrays.asList(schema.getFields().stream().map(Schema.Field::name).toArray(String[]::new));
    }
}
