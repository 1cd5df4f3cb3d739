package dev.brine.registry.parsing;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What came of a text: a schema, or all the reasons why not. */
public sealed interface ParseResult {

    record Parsed(ParsedSchema schema) implements ParseResult {
        public Parsed {
            requireNonNull(schema, "schema");
        }
    }

    record Refused(List<SchemaFault> faults) implements ParseResult {
        public Refused {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("no faults given");
            }
        }
    }
}
