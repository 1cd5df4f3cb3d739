package dev.brine.consumer.internal.offsets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The checksum of a completion map, written down a second time from its description. */
final class Checksums {

    private Checksums() {}

    /** Kind and body, sealed for a place and an offset. */
    static byte[] seal(String place, long offset, byte[] kindAndBody) {
        CRC32C crc = new CRC32C();
        crc.update(place.getBytes(StandardCharsets.UTF_8));
        crc.update(ByteBuffer.allocate(8).putLong(0, offset));
        crc.update(kindAndBody);
        byte[] sealed = Arrays.copyOf(kindAndBody, kindAndBody.length + 4);
        ByteBuffer.wrap(sealed).putInt(kindAndBody.length, (int) crc.getValue());
        return sealed;
    }
}
