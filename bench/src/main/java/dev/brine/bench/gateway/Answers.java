package dev.brine.bench.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Cuts what comes back on one connection into answers, one at a time: no more than one request is under way on it. */
abstract class Answers {

    static final int WHOLE = 200;

    /** @return the status of the answer that is whole now, or 0 if more of it is to come */
    abstract int feed(ByteBuffer bytes);

    /** Whether the last answer said when to come again. */
    boolean retryAfter() {
        return false;
    }

    /** {@code ok PARTITION OFFSET} or {@code err CODE TEXT}. */
    static final class Lines extends Answers {

        private final StringBuilder line = new StringBuilder();

        @Override
        int feed(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                char next = (char) bytes.get();
                if (next != '\n') {
                    line.append(next);
                    continue;
                }
                String whole = line.toString();
                line.setLength(0);
                return whole.startsWith("ok") ? WHOLE : Integer.parseInt(whole.split(" ")[1].substring(0, 3));
            }
            return 0;
        }
    }

    /** HTTP/1.1 with {@code Content-Length}. */
    static final class Http extends Answers {

        private static final String LENGTH = "\r\ncontent-length:";
        private static final int END = 0x0d0a0d0a;

        private final byte[] head = new byte[8 << 10];
        private int length;
        private int last;
        private int status;
        private long left = -1;
        private boolean retryAfter;

        @Override
        int feed(ByteBuffer bytes) {
            while (left < 0 && bytes.hasRemaining()) {
                byte next = bytes.get();
                head[length++] = next;
                last = last << 8 | next & 0xff;
                if (last == END) {
                    head(new String(head, 0, length, ISO_8859_1));
                }
            }
            if (left < 0) {
                return 0;
            }
            int here = (int) Math.min(left, bytes.remaining());
            bytes.position(bytes.position() + here);
            left -= here;
            if (left > 0) {
                return 0;
            }
            left = -1;
            length = 0;
            last = 0;
            return status;
        }

        @Override
        boolean retryAfter() {
            return retryAfter;
        }

        private void head(String text) {
            status = Integer.parseInt(text.substring(9, 12));
            String lower = text.toLowerCase(Locale.ROOT);
            retryAfter = lower.contains("\r\nretry-after:");
            int at = lower.indexOf(LENGTH);
            if (at < 0) {
                throw new IllegalStateException("an answer without Content-Length: " + text);
            }
            at += LENGTH.length();
            left = Long.parseLong(text.substring(at, text.indexOf('\r', at)).strip());
        }
    }
}
