package dev.brine.gateway.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brine.gateway.config.ConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PollSettingsTest extends PollCase {

    @Test
    void theExampleOfTheReferenceIsRead() throws Exception {
        // When
        PollSettings settings = settings(
                "query: {q: Seoul, appid: \"${env:KEY}\"}",
                "interval: 60s",
                "timeout: 5s",
                "backoff-cap: 5m",
                "items: \"\"",
                "next: \"\"",
                "dedupe: content",
                "codec: json");

        // Then
        assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.upstream().deadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.paging()).isInstanceOf(Paging.Single.class);
        assertThat(settings.toString() + settings.upstream()).doesNotContain("s3cret");
    }

    @Test
    void everyMistakeIsNamed() {
        // When
        ConfigException failure = catchThrowableOfType(
                ConfigException.class,
                () -> settings(
                        "dedupe: key",
                        "items: data/items",
                        "next: /next",
                        "offset-param: appid",
                        "query: {appid: \"${env:KEY}\"}",
                        "networks: [everywhere]",
                        "headers: {Host: x}"));

        // Then
        assertThat(failure.getMessage())
                .contains("key", "'data/items'", "offset-param", "same on every page", "networks", "'Host'")
                .doesNotContain("s3cret");
    }

    @Test
    void pointersAreForJson() {
        // When
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> settings("codec: pickle", "items: /x", "next: /y"));

        // Then
        assertThat(failure.getMessage()).contains("items", "next", "codec json only");
    }
}
