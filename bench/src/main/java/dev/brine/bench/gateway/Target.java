package dev.brine.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** Where a request goes, its bytes, and how its answer is read. */
record Target(InetSocketAddress address, ByteBuffer request, Supplier<Answers> answers) {

    static Target of(Case one, Setup setup) {
        byte[] body = one.body().getBytes(UTF_8);
        if (one == Case.TCP) {
            return new Target(setup.tcp(), direct(body), Answers.Lines::new);
        }
        String head = one.method() + " " + one.path() + " HTTP/1.1\r\nHost: localhost\r\n"
                + (body.length == 0
                        ? ""
                        : "Content-Type: " + one.type() + "\r\nContent-Length: " + body.length + "\r\n")
                + "\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(UTF_8));
        whole.writeBytes(body);
        return new Target(setup.http(), direct(whole.toByteArray()), Answers.Http::new);
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
