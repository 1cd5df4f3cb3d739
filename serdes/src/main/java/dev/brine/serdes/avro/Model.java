package dev.brine.serdes.avro;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** What a schema's natural object is where the Java type says only {@code Object}. */
sealed interface Model {

    /** A named type's class; null where this model makes it a map, a text or a buffer. */
    @Nullable
    Class<?> classOf(Schema named);

    /** Records as maps, enums as text, bytes and fixed as buffers, which compare by content. */
    record Maps() implements Model {
        @Override
        public @Nullable Class<?> classOf(Schema named) {
            return null;
        }
    }

    /** Avro's own generic objects. */
    record Generic() implements Model {
        @Override
        public Class<?> classOf(Schema named) {
            return switch (named.getType()) {
                case RECORD -> GenericData.Record.class;
                case ENUM -> GenericData.EnumSymbol.class;
                default -> GenericData.Fixed.class;
            };
        }
    }

    /** The classes that were generated together with one that the application has given; else generic objects. */
    record Generated(GeneratedClass root) implements Model {
        @Override
        public @Nullable Class<?> classOf(Schema named) {
            Class<?> known = root.sibling(named.getFullName());
            return known != null ? known : GENERIC.classOf(named);
        }
    }

    Model MAPS = new Maps();
    Model GENERIC = new Generic();
}
