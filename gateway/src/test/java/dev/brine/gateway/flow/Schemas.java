package dev.brine.gateway.flow;

import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A registry that a test fills. */
public final class Schemas {

    /** An order: an id, a number of pieces, a price, a day, some bytes. */
    public static final String ORDER = "{'type':'record','name':'Order','namespace':'shop','fields':["
            + "{'name':'id','type':'string'},"
            + "{'name':'count','type':'int','default':1},"
            + "{'name':'price','type':['null',{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}],"
            + "'default':null}]}";

    /** The same with one field more. */
    public static final String ORDER_2 =
            ORDER.substring(0, ORDER.length() - 2) + ",{'name':'note','type':'string','default':''}]}";

    private Schemas() {}

    public static SchemaRegistry in(Path directory) {
        return SchemaRegistries.open("dir:" + directory.resolve("schemas"), Map.of(SchemaRegistries.WRITABLE, "true"));
    }

    /** Registers a schema in which single quotes stand for double ones. */
    public static SchemaVersion register(SchemaRegistry registry, String subject, String schema) {
        return registry.register(subject, schema.replace('\'', '"'), List.of());
    }
}
