package dev.brine.serdes.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A short text as it stands in a pickle, with opcode and length, made once and written often.
 *
 * @param bytes as many as it has and at least 32, so that it can be copied without a look at how many there are
 * @param length how many it has
 */
record EncodedText(byte[] bytes, int length) {

    static EncodedText of(String text, int protocol) {
        byte[] utf8 = text.getBytes(UTF_8);
        int header = protocol >= 4 && utf8.length <= 0xff ? 2 : 5;
        int length = header + utf8.length;
        byte[] bytes = new byte[Math.max(length, 32)];
        System.arraycopy(utf8, 0, bytes, header, utf8.length);
        bytes[0] = header == 2 ? (byte) Op.SHORT_BINUNICODE : (byte) Op.BINUNICODE;
        for (int i = 1; i < header; i++) {
            bytes[i] = (byte) (utf8.length >> (i - 1 << 3));
        }
        return new EncodedText(bytes, length);
    }
}
