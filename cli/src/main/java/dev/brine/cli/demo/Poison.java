package dev.brine.cli.demo;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ways in which a record is made unfit, so that the demo can show what becomes of it. */
enum Poison {
    /** The first byte belongs to no frame. */
    WRONG_FRAME {
        @Override
        byte[] spoil(byte[] value, int knownId) {
            byte[] spoiled = value.clone();
            spoiled[0] = 0x7F;
            return spoiled;
        }
    },
    /** The frame names a schema that nobody has. */
    UNKNOWN_ID {
        @Override
        byte[] spoil(byte[] value, int knownId) {
            byte[] spoiled = value.length < PREFIX ? new byte[PREFIX] : value.clone();
            ByteBuffer.wrap(spoiled).put((byte) 0).putInt(999_999_999);
            return spoiled;
        }
    },
    /** The end is missing. */
    TRUNCATED {
        @Override
        byte[] spoil(byte[] value, int knownId) {
            return Arrays.copyOf(value, Math.max(PREFIX + 1, value.length / 2));
        }
    },
    /** A text claims to be two gigabytes long. */
    HOSTILE_LENGTH {
        @Override
        byte[] spoil(byte[] value, int knownId) {
            return ByteBuffer.allocate(PREFIX + 5)
                    .put((byte) 0)
                    .putInt(knownId)
                    .put(new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F})
                    .array();
        }
    },
    /** It can be read, and the handler refuses it. */
    HANDLER_FAILURE {
        @Override
        byte[] spoil(byte[] value, int knownId) {
            return value;
        }
    };

    private static final int PREFIX = 5;

    /**
     * @param value the value as a record carries it, frame included
     * @param knownId the id of a schema that readers know, and that begins with a text
     */
    abstract byte[] spoil(byte[] value, int knownId);
}
