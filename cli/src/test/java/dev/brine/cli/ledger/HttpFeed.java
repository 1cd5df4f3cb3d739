package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Posts single records and batches, each under its own Idempotency-Key until it is acknowledged. */
final class HttpFeed extends Feed {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 503, 504);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final URI url;
    private final Random random;
    private long number;

    HttpFeed(String topic, int port, Random random) {
        super(new Account(topic));
        this.url = URI.create("http://127.0.0.1:" + port + "/topics/" + topic + "/records");
        this.random = random;
    }

    @Override
    void turn() throws InterruptedException, IOException {
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 1;
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add("h-" + number++);
        }
        String body = String.join("\n", ids.stream().map(Records::json).toList());
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(40))
                .header("Content-Type", "application/x-ndjson")
                .header("Idempotency-Key", ids.get(0))
                .POST(BodyPublishers.ofString(body))
                .build();
        for (int pause = 20; !taken(ids, request); pause = Math.min(500, pause * 2)) {
            pause(pause);
        }
        pause(10);
    }

    private boolean taken(List<String> ids, HttpRequest request) throws InterruptedException {
        ids.forEach(account::offered);
        HttpResponse<String> answer;
        try {
            answer = client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            // Nobody listens, or the connection ended in the middle.
            return false;
        }
        if (TRY_AGAIN.contains(answer.statusCode())) {
            if (answer.statusCode() != 504) {
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            return false;
        }
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 207);
        int at = 0;
        for (JsonNode one : tree(answer.body()).get("offsets")) {
            if (one.get("error_code").isNull()) {
                account.acknowledged(ids.get(at), one.get("offset").asLong());
            }
            at++;
        }
        return answer.statusCode() == 200;
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    void audit(List<Row> rows) {
        assertThat(account.missing(rows)).isEmpty();
        account.acknowledgedIsThere(rows);
        account.noMoreThanOffered(rows);
        account.duplicatesAreRecognisable(rows, true);
        account.inOrder(rows, 20);
    }
}
