package dev.brine.cli.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a broker for the addresses that it tells its clients, by one Metadata request of version 1 over a plain
 * connection. The client library keeps them to itself when it cannot connect to them.
 */
final class AdvertisedListeners {

    private static final int METADATA = 3;
    private static final int VERSION = 1;
    private static final int MOST_BROKERS = 1_000;
    private static final int MOST_BYTES = 1 << 20;

    private AdvertisedListeners() {}

    static List<InetSocketAddress> ask(InetSocketAddress broker, Duration patience) throws IOException {
        try (Socket socket = new Socket()) {
            int millis = (int) patience.toMillis();
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(broker.getHostString(), broker.getPort()), millis);
            byte[] client = "brine".getBytes(UTF_8);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(2 + 2 + 4 + 2 + client.length + 4);
            out.writeShort(METADATA);
            out.writeShort(VERSION);
            out.writeInt(1);
            out.writeShort(client.length);
            out.write(client);
            out.writeInt(0);
            out.flush();
            return brokers(new DataInputStream(socket.getInputStream()));
        }
    }

    private static List<InetSocketAddress> brokers(DataInputStream in) throws IOException {
        int size = in.readInt();
        int correlation = in.readInt();
        int count = in.readInt();
        if (size < 0 || size > MOST_BYTES || correlation != 1 || count < 0 || count > MOST_BROKERS) {
            throw new IOException("the answer is not one of Kafka's");
        }
        List<InetSocketAddress> brokers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            in.readInt();
            String host = string(in);
            brokers.add(InetSocketAddress.createUnresolved(host, in.readInt() & 0xFFFF));
            string(in);
        }
        return brokers;
    }

    private static String string(DataInputStream in) throws IOException {
        short length = in.readShort();
        return length < 0 ? "" : new String(in.readNBytes(length), UTF_8);
    }
}
