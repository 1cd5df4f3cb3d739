package dev.brine.gateway.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A program of its own that opens connections and does nothing with them until its input ends: PORT NUMBER. */
public final class IdleClients {

    private IdleClients() {}

    public static void main(String[] arguments) throws IOException {
        SocketAddress to = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
        int wanted = Integer.parseInt(arguments[1]);
        List<SocketChannel> open = new ArrayList<>();
        try {
            while (open.size() < wanted) {
                open.add(SocketChannel.open(to));
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
}
