package dev.brine.serdes.pickle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a registered class: the class's name and its fields in their order. No object of that class exists. */
public final class PickleRecord {

    private final PickleShape shape;
    private PickleDict fields = new PickleDict();
    private boolean built;

    PickleRecord(PickleShape shape) {
        this.shape = shape;
    }

    public String module() {
        return shape.module();
    }

    public String name() {
        return shape.name();
    }

    /** Module and name with a dot between, as an Avro full name. */
    public String className() {
        return shape.className();
    }

    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    PickleShape shape() {
        return shape;
    }

    /** The fields, which carry the record's size and depth too. */
    PickleDict dict() {
        return fields;
    }

    /** Sets the fields; once, and before the record became part of a container. */
    void build(PickleDict state) {
        fields = state;
        built = true;
    }

    boolean built() {
        return built;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PickleRecord that && className().equals(that.className()) && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return 31 * className().hashCode() + fields.hashCode();
    }

    @Override
    public String toString() {
        return className() + fields;
    }
}
