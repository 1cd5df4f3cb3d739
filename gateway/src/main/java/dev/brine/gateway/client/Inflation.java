package dev.brine.gateway.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Undoes what a server did to a body on the way; never makes more of it than the bound. */
final class Inflation {

    private Inflation() {}

    static byte[] undo(List<String> encodings, byte[] body, int bound) throws IOException {
        String encoding = String.join(",", encodings).strip().toLowerCase(Locale.ROOT);
        if (body.length == 0 || encoding.isEmpty() || encoding.equals("identity")) {
            return body;
        }
        if (!encoding.equals("gzip") && !encoding.equals("x-gzip")) {
            throw new IOException("a content encoding other than gzip");
        }
        return inflated(body, bound);
    }

    private static byte[] inflated(byte[] body, int bound) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(bound, Math.max(32, body.length * 2)));
        byte[] part = new byte[8192];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                if (out.size() + read > bound) {
                    throw new LimitedBody.TooLong(bound);
                }
                out.write(part, 0, read);
            }
        }
        return out.toByteArray();
    }
}
