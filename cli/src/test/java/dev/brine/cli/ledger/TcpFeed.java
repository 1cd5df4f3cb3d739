package dev.brine.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sends lines in bursts, reads the answers, and sends again on a new connection what it has none for. */
final class TcpFeed extends Feed {

    private final int port;
    private final Random random;
    private Socket socket = new Socket();
    private BufferedReader in;
    private OutputStream out;
    private long number;

    TcpFeed(String topic, int port, Random random) {
        super(new Account(topic));
        this.port = port;
        this.random = random;
    }

    @Override
    void turn() {
        List<String> ids = new ArrayList<>();
        for (int i = 1 + random.nextInt(40); i > 0; i--) {
            ids.add("t-" + number++);
        }
        for (int pause = 10; !ids.isEmpty(); pause = Math.min(500, pause * 2)) {
            try {
                burst(ids);
            } catch (IOException e) {
                disconnect();
                pause(pause);
            }
        }
        pause(10);
    }

    /** Takes those away that are acknowledged. */
    private void burst(List<String> ids) throws IOException {
        if (!socket.isConnected()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 2_000);
            socket.setSoTimeout(60_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            out = socket.getOutputStream();
        }
        StringBuilder lines = new StringBuilder();
        for (String id : ids) {
            account.offered(id);
            lines.append(Records.json(id)).append('\n');
        }
        out.write(lines.toString().getBytes(UTF_8));
        List<String> refused = new ArrayList<>();
        while (!ids.isEmpty()) {
            String answer = in.readLine();
            if (answer == null) {
                ids.addAll(0, refused);
                throw new IOException("the connection has ended");
            }
            String id = ids.remove(0);
            if (answer.startsWith("ok 0 ")) {
                account.acknowledged(id, Long.parseLong(answer.substring(5)));
            } else {
                assertThat(answer).matches("err (50301|50401) .*");
                refused.add(id);
            }
        }
        ids.addAll(refused);
    }

    private void disconnect() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("a socket cannot be closed", e);
        }
        socket = new Socket();
    }

    @Override
    void audit(List<Row> rows) {
        assertThat(account.missing(rows)).isEmpty();
        account.acknowledgedIsThere(rows);
        account.noMoreThanOffered(rows);
        // What a client sends again on another connection is another frame.
        account.duplicatesAreRecognisable(rows, false);
    }

    @Override
    public void close() throws Exception {
        disconnect();
        super.close();
    }
}
