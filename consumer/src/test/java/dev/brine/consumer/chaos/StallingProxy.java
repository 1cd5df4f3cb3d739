package dev.brine.consumer.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A network that can stall: clients reach the broker through it, and it stops passing bytes, either way, for those
 * whose client id begins with a given name. The connections stay open; what was sent meanwhile arrives late.
 */
final class StallingProxy implements AutoCloseable {

    private static final int TICK_NANOS = 2_000_000;

    private final ServerSocket server;
    private final int target;
    private final Set<String> frozen = ConcurrentHashMap.newKeySet();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param target port on this host to which bytes are passed */
    StallingProxy(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon("proxy", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void freeze(String clientPrefix) {
        frozen.add(clientPrefix);
    }

    void thaw(String clientPrefix) {
        frozen.remove(clientPrefix);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                daemon("proxy-connection", () -> connect(client));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            sockets.add(broker);
            String[] name = {""};
            daemon("proxy-back", () -> pass(broker, client, name));
            pass(client, broker, name);
        } catch (IOException e) {
            // The broker is down: whoever connects is refused.
            close(client);
        }
    }

    private void pass(Socket from, Socket to, String[] name) {
        byte[] buffer = new byte[64 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (name[0].isEmpty()) {
                    name[0] = clientId(buffer, read);
                }
                while (isFrozen(name[0]) && !closed) {
                    LockSupport.parkNanos(TICK_NANOS);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side has gone; closing both tells the other.
            return;
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private boolean isFrozen(String name) {
        return frozen.stream().anyMatch(name::startsWith);
    }

    /** A request is its length, kind, version, number, and then the client's name. */
    private static String clientId(byte[] request, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(request, 0, length);
        if (length < 14) {
            return "?";
        }
        int size = bytes.getShort(12);
        return size < 0 || 14 + size > length ? "?" : new String(request, 14, size, StandardCharsets.UTF_8);
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(StallingProxy::close);
    }
}
