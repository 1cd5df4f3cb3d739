package dev.brine.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.http.Refusal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a client writes, the address is the upstream's, and below its path. */
final class TargetPathTest {

    private static final URI UPSTREAM = URI.create("http://10.0.0.1:7000/base");
    private static final String[] PIECES = {
        "..",
        ".",
        "/",
        "\\",
        ";",
        "%",
        "%2e",
        "%2f",
        "@",
        ":",
        "?",
        "#",
        "//",
        "evil.example",
        "a",
        "\u0000",
        "\r\n",
        " ",
        "\uc11c",
        "\ud83d\ude00",
        "\ud83d",
        "&",
        "=",
        "+",
        "%25",
        "[",
        "]",
        "{",
        "|",
        "^",
        "\"",
        "<",
        "~",
        "-"
    };

    @Test
    void noSegmentsLeadAnywhereElse() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int passed = 0;
        for (int i = 0; i < 20_000; i++) {
            List<String> segments = new ArrayList<>();
            for (int s = random.nextInt(4); s > 0; s--) {
                segments.add(text(random));
            }
            String query = text(random);
            try {
                URI uri = TargetPath.of(segments, random.nextBoolean())
                        .at(UPSTREAM, Query.of(query).text());
                String what = "seed " + seed + ": " + segments + " ? " + query;
                assertThat(uri.getRawAuthority()).as(what).isEqualTo("10.0.0.1:7000");
                assertThat(uri.getRawUserInfo()).as(what).isNull();
                assertThat(uri.getRawFragment()).as(what).isNull();
                assertThat(uri.normalize().getRawPath())
                        .as(what)
                        .isEqualTo(uri.getRawPath())
                        .startsWith("/base");
                assertThat(uri.toString()).as(what).matches("[\\x21-\\x7e]+");
                passed++;
            } catch (Refusal e) {
                assertThat(e.status()).isEqualTo(400);
            }
        }
        assertThat(passed).isGreaterThan(500);
    }

    @Test
    void aQueryInOneSpellingIsTheSameHoweverItWasWritten() {
        for (String raw : List.of("b=2&a=%41", "a=A&b=2", "a=%41&&b=%32", "%61=A&b=2")) {
            assertThat(Query.of(raw).sorted()).isEqualTo("a=A&b=2");
        }
        assertThat(Query.of("a=%2B").sorted()).isNotEqualTo(Query.of("a=+").sorted());
        assertThat(Query.of("a=2&a=1").sorted()).isEqualTo("a=2&a=1");
        assertThat(Query.of("a").sorted()).isNotEqualTo(Query.of("a=").sorted());
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
