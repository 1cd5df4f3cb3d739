package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of its own that opens connections and does nothing with them until its input ends: PORT NUMBER. Every other one
 * has asked something before, and was told that it may not.
 */
public final class IdleClients {

    private IdleClients() {}

    public static void main(String[] arguments) throws IOException {
        SocketAddress to = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
        int wanted = Integer.parseInt(arguments[1]);
        List<SocketChannel> open = new ArrayList<>();
        try {
            while (open.size() < wanted) {
                SocketChannel channel = SocketChannel.open(to);
                open.add(channel);
                if (open.size() % 2 == 0) {
                    ask(channel, open.size());
                }
            }
        } catch (IOException e) {
            System.err.println(e);
        }
        System.out.println(open.size());
        while (System.in.read() >= 0) {
            // Until whoever started it has enough.
            continue;
        }
    }

    private static void ask(SocketChannel channel, int number) throws IOException {
        String request = "GET /forward/kept/x HTTP/1.1\r\nHost: x\r\nUser-Agent: idle/" + number + "\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
        ByteBuffer answer = ByteBuffer.allocate(4096);
        channel.read(answer);
        String text = new String(answer.array(), 0, answer.position(), ISO_8859_1);
        if (!text.startsWith("HTTP/1.1 401 ")) {
            throw new IOException("answered with: " + text);
        }
    }
}
