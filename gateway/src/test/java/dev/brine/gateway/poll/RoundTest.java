package dev.brine.gateway.poll;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brine.gateway.client.Reply;
import dev.brine.gateway.flow.SourceRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

final class RoundTest extends PollCase {

    @Test
    void itemsOfAnArrayAreRecordsWithKeysAndPositions() throws Exception {
        // Given
        server = call -> answer(200, "{\"data\":{\"orders\":" + orders("a", "b") + "}}");

        // When
        round(settings("items: /data/orders", "key: /id", "query: {appid: \"${env:KEY}\"}"))
                .walk();

        // Then
        assertThat(ids()).containsExactly("a", "b");
        assertThat(writer.records()).extracting(SourceRecord::source).containsOnly("http-poll:in");
        assertThat(new String(writer.records().get(1).key(), UTF_8)).isEqualTo("b");
        assertThat(writer.records().get(1).position()).matches("https://api\\.example\\.org/orders#[0-9a-f]{32}");
    }

    @Test
    void aDocumentIsSentAgainWhenItIsNotWhatItWasBefore() throws Exception {
        // Given
        Round round = round(settings());

        // When
        for (String id : List.of("sun", "sun", "rain", "sun")) {
            server = call -> answer(200, "{\"id\":\"" + id + "\"}");
            round.walk();
        }

        // Then
        assertThat(ids()).containsExactly("sun", "rain", "sun");
    }

    @Test
    void itemsThatWereSentAreKnownAgainAfterARestart() throws Exception {
        // Given
        server = call -> answer(200, orders("a", "b", "a"));
        round(settings()).walk();

        // When
        server = call -> answer(200, orders("c", "b", "a"));
        round(settings()).walk();

        // Then
        assertThat(ids()).containsExactly("a", "b", "c");
    }

    @Test
    void ofTheSameKeyOnlyTheFirstIsSent() throws Exception {
        // Given
        Round round = round(settings("dedupe: key", "key: /id"));
        server = call -> answer(200, "[{\"id\":\"a\",\"count\":1}]");
        round.walk();

        // When
        server = call -> answer(200, "[{\"id\":\"a\",\"count\":2},{\"id\":\"b\",\"count\":2}]");
        round.walk();

        // Then
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void withoutDedupeEveryAnswerIsSent() throws Exception {
        // Given
        server = call -> answer(200, orders("a"));
        Round round = round(settings("dedupe: none"));

        // When
        round.walk();
        round.walk();

        // Then
        assertThat(ids()).containsExactly("a", "a");
    }

    @Test
    void onlyAsManyAsAreToBeRememberedAre() throws Exception {
        // Given
        Round round = round(settings("remember: 2"));
        server = call -> answer(200, orders("a", "b", "c"));
        round.walk();

        // When
        server = call -> answer(200, orders("c", "b", "a"));
        round.walk();

        // Then
        assertThat(ids()).containsExactly("a", "b", "c", "a");
    }

    @Test
    void afterA200EveryPageIsAskedForConditionallyAndA304LeadsOn() throws Exception {
        // Given
        server = this::threePages;
        round(settings("items: /items", "next: /next")).walk();
        calls.clear();

        // When
        round(settings("items: /items", "next: /next")).walk();

        // Then
        assertThat(asked()).containsExactly("/orders", "/orders?page=2", "/orders?page=3");
        assertThat(calls)
                .extracting(call -> header(call, "if-none-match").orElse("none"))
                .containsExactly("\"1\"", "\"2\"", "\"3\"");
        assertThat(calls.get(0).headers().get("if-modified-since")).containsExactly("Sat, 21 Nov 2026 07:00:00 GMT");
        assertThat(ids()).containsExactly("one", "two", "three");
    }

    @Test
    void aPageBehindUnchangedOnesIsFound() throws Exception {
        // Given
        server = this::threePages;
        Round round = round(settings("items: /items", "next: /next"));
        round.walk();

        // When
        server = call ->
                call.uri().getRawQuery() != null && call.uri().getRawQuery().endsWith("3")
                        ? answer(200, "{\"items\":" + orders("three", "four") + "}")
                        : answer(304, "");
        round.walk();

        // Then
        assertThat(ids()).containsExactly("one", "two", "three", "four");
    }

    private Reply threePages(dev.brine.gateway.client.Call call) {
        String query = call.uri().getRawQuery();
        String page = query == null ? "1" : query.substring(query.indexOf("page=") + 5);
        String tag = "\"" + page + "\"";
        if (header(call, "if-none-match").filter(tag::equals).isPresent()) {
            return answer(304, "");
        }
        Map<String, String> bodies = new HashMap<>();
        bodies.put("1", "{\"items\":" + orders("one") + ",\"next\":\"?page=2\"}");
        bodies.put("2", "{\"items\":" + orders("two") + ",\"next\":\"https://api.example.org/orders?page=3\"}");
        bodies.put("3", "{\"items\":" + orders("three") + ",\"next\":null}");
        return answer(200, bodies.get(page), "ETag", tag, "Last-Modified", "Sat, 21 Nov 2026 07:00:00 GMT");
    }

    @Test
    void aPageWhoseRecordsWereNotAcknowledgedIsAskedForWholeAgain() throws Exception {
        // Given
        server = this::threePages;
        writer.failAfter(1);
        Round round = round(settings("items: /items", "next: /next"));

        // When
        PollException failure = catchThrowableOfType(PollException.class, round::walk);

        // Then
        assertThat(failure.status()).isEqualTo("not-acknowledged");
        calls.clear();
        writer.failAfter(Integer.MAX_VALUE);
        round(settings("items: /items", "next: /next")).walk();
        assertThat(calls)
                .extracting(call -> header(call, "if-none-match").orElse("none"))
                .containsExactly("\"1\"", "none", "none");
        assertThat(ids()).containsExactly("one", "two", "three");
    }

    @Test
    void aCursorGoesIntoItsParameter() throws Exception {
        // Given
        server = call -> call.uri().getRawQuery().contains("after=x%2F1%20%26")
                ? answer(200, "{\"items\":" + orders("b") + ",\"meta\":{}}")
                : answer(200, "{\"items\":" + orders("a") + ",\"meta\":{\"cursor\":\"x/1 &\"}}");

        // When
        PollSettings settings = settings("items: /items", "next: /meta/cursor", "next-param: after");
        PollSettings asked = new PollSettings(
                settings.name(),
                settings.upstream(),
                java.net.URI.create("https://api.example.org/orders?sort=id"),
                settings.hidden(),
                settings.interval(),
                settings.jitter(),
                settings.backoffCap(),
                settings.codec(),
                settings.topic(),
                settings.items(),
                settings.paging(),
                settings.maxPages(),
                settings.dedupe(),
                settings.key(),
                settings.remember());
        round(asked).walk();

        // Then
        assertThat(asked()).containsExactly("/orders?sort=id", "/orders?sort=id&after=x%2F1%20%26");
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void offsetsCountItemsUntilAPageIsNotFull() throws Exception {
        // Given
        server = call -> answer(
                200,
                call.uri().getRawQuery().startsWith("offset=4")
                        ? orders("e")
                        : call.uri().getRawQuery().startsWith("offset=2") ? orders("c", "d") : orders("a", "b"));

        // When
        round(settings("offset-param: offset", "size-param: limit", "page-size: 2"))
                .walk();

        // Then
        assertThat(asked())
                .containsExactly("/orders?offset=0&limit=2", "/orders?offset=2&limit=2", "/orders?offset=4&limit=2");
        assertThat(ids()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void linksLeadOnWithoutTheKeyThatEveryCallCarries() throws Exception {
        // Given
        server = call -> call.uri().getRawQuery() == null
                ? answer(
                        200,
                        orders("a"),
                        "Link",
                        "</orders?page=1>; rel=\"prev\", </orders?page=2&appid=s3cret%2Fkey&sig=s3cret%2Fkey>;"
                                + " rel=\"last next\"")
                : answer(200, orders("b"));

        // When
        round(settings("next: link", "query: {appid: \"${env:KEY}\"}")).walk();

        // Then
        assertThat(asked()).containsExactly("/orders", "/orders?page=2&sig=s3cret%2Fkey");
        assertThat(writer.records().get(1).position()).doesNotContain("s3cret");
        assertThat(checkpoint()).doesNotContain("appid");
    }

    @Test
    void aNextPageOnAnotherServerIsNotAskedForAndNotForgotten() throws Exception {
        // Given
        server = call -> answer(
                200, "{\"items\":" + orders("a") + ",\"next\":\"https://169.254.169.254/latest\"}", "ETag", "\"1\"");
        Round round = round(settings("items: /items", "next: /next"));

        // When
        PollException first = catchThrowableOfType(PollException.class, round::walk);
        PollException second = catchThrowableOfType(PollException.class, round::walk);

        // Then
        assertThat(first).hasMessageContaining("another server");
        assertThat(second).hasMessageContaining("another server");
        assertThat(asked()).containsExactly("/orders", "/orders");
        assertThat(header(calls.get(1), "if-none-match")).isEmpty();
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void pagesThatLeadInACircleEndTheRound() throws Exception {
        // Given
        server = call -> answer(200, "{\"items\":[],\"next\":\"/orders?page=2\"}");

        // When
        PollException failure =
                catchThrowableOfType(PollException.class, () -> round(settings("items: /items", "next: /next"))
                        .walk());

        // Then
        assertThat(failure).hasMessageContaining("leads back");
        assertThat(asked()).containsExactly("/orders", "/orders?page=2");
    }

    @Test
    void noMorePagesAreAskedForThanAllowed() throws Exception {
        // Given
        server = call -> answer(200, "{\"items\":" + orders("x" + calls.size()) + ",\"next\":" + calls.size() + "}");

        // When
        round(settings("items: /items", "next: /next", "next-param: page", "max-pages: 3"))
                .walk();

        // Then
        assertThat(asked()).containsExactly("/orders", "/orders?page=1", "/orders?page=2");
        assertThat(ids()).hasSize(3);
    }

    @Test
    void whatTheServerWantsIsWaitedForAlsoAfterARestart() throws Exception {
        // Given
        server = call -> answer(429, "", "Retry-After", "120");

        // When
        PollException failure = catchThrowableOfType(PollException.class, round(settings())::walk);

        // Then
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(120));
        assertThat(failure.status()).isEqualTo("held-off");
        assertThat(round(settings()).held()).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void itemsThatDoNotFitAreDeadLettersOnceAndTheOthersGoOn() throws Exception {
        // Given
        server = call -> answer(200, "[{\"id\":\"a\"},{\"id\":7},{\"id\":\"b\"}]");
        Round round = round(settings());

        // When
        round.walk();
        round.walk();

        // Then
        assertThat(ids()).containsExactly("a", "b");
        assertThat(writer.rejected()).hasSize(1);
        assertThat(new String(writer.rejected().get(0).bytes(), UTF_8)).isEqualTo("{\"id\":7}");
        assertThat(writer.rejected().get(0).position()).startsWith("https://api.example.org/orders#");
    }

    @Test
    void answersThatAreNoneAreFaultsThatSayNothingOfTheirContent() throws Exception {
        // Given
        Round round = round(settings("items: /items"));
        List<Reply> answers = List.of(
                answer(200, "<html>s3cret</html>"),
                answer(200, ""),
                answer(200, "{\"items\":{}}"),
                answer(302, "", "Location", "https://elsewhere.example.org/"),
                answer(304, ""),
                answer(401, "s3cret"),
                answer(503, ""),
                timeout());

        for (Reply answer : answers) {
            // When
            server = call -> answer;
            PollException failure = catchThrowableOfType(PollException.class, round::walk);

            // Then
            assertThat(failure).as("%s", answer).isNotNull();
            assertThat(failure.getMessage()).doesNotContain("s3cret").doesNotContain("elsewhere");
        }
        assertThat(ids()).isEmpty();
    }

    @Test
    void aPickleIsOneRecord() throws Exception {
        // Given
        byte[] pickle = context()
                .formats()
                .of("t")
                .encode(
                        "pickle",
                        Map.of("id", "p", "count", 2),
                        registry.latest("t-value").orElseThrow());
        server = call -> new Reply.Answered(200, java.net.http.HttpHeaders.of(Map.of(), (name, value) -> true), pickle);

        // When
        round(settings("codec: pickle")).walk();

        // Then
        assertThat(ids()).containsExactly("p");
    }

    @Test
    void numbersStayAsTheyAreWritten() throws Exception {
        // Given
        server = call -> answer(200, "[{\"id\":\"b\",\"count\":1.50000000000000000000000001}]");

        // When
        round(settings()).walk();

        // Then
        assertThat(writer.rejected())
                .extracting(one -> new String(one.bytes(), UTF_8))
                .containsExactly("{\"id\":\"b\",\"count\":1.50000000000000000000000001}");
    }

    @Test
    void itemThatStandsElsewhereAfterACrashHasTheSamePosition() throws Exception {
        // Given a crash before the page is noted
        server = call -> answer(200, orders("a", "b"));
        writer.failAfter(1);
        assertThatThrownBy(round(settings())::walk).isInstanceOf(PollException.class);
        writer.failAfter(100);

        // When
        server = call -> answer(200, orders("new", "a", "b"));
        round(settings()).walk();

        // Then
        assertThat(ids()).containsExactly("a", "new", "a", "b");
        assertThat(writer.records().get(2).position())
                .isEqualTo(writer.records().get(0).position());
    }

    @Test
    void stateThatComesBackIsNoDuplicateOfItself() throws Exception {
        // Given
        Round round = round(settings());
        for (String state : List.of("sun", "rain", "sun")) {
            // When
            server = call -> answer(200, "{\"id\":\"" + state + "\"}");
            round.walk();
            round.walk();
        }

        // Then
        assertThat(ids()).containsExactly("sun", "rain", "sun");
        assertThat(writer.records()).extracting(SourceRecord::position).doesNotHaveDuplicates();
    }

    @Test
    void itemThatKafkaNeverTakesIsADeadLetterAndHoldsNothingUp() throws Exception {
        // Given
        String large = "x".repeat(100_000);
        server = call -> answer(200, orders("a", large, "b"));
        writer.refusing(
                record -> String.valueOf(record.value()).contains("xxx"), new RecordTooLargeException("planned"));
        Round round = round(settings());

        // When
        round.walk();
        round.walk();

        // Then
        assertThat(ids()).containsExactly("a", "b");
        assertThat(writer.rejected()).singleElement().satisfies(letter -> {
            assertThat(letter.bytes()).hasSize(64 << 10);
            assertThat(letter.cause()).hasMessageStartingWith("planned; these are its first 65536 bytes of 100");
        });
    }
}
