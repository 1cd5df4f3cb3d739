package dev.brine.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.StoreRegistry;
import dev.brine.serdes.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RouteFormsTest {

    private static final String NEWER =
            Gate.WEATHER.replace("]}", ",{\"name\":\"wind\",\"type\":[\"null\",\"double\"],\"default\":null}]}");

    private final MemoryStore store = new MemoryStore();
    private final SchemaRegistry registry = new StoreRegistry(store, store::state);
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aNewVersionIsSeenAfterTenSeconds() {
        // Given
        registry.register("weather-value", Gate.WEATHER, List.of());
        RouteForms forms = forms("weather-value");
        registry.register("weather-value", NEWER, List.of());

        // When
        int before = version(forms);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        forms.now();
        int after = version(forms);

        // Then
        assertThat(before).isEqualTo(1);
        assertThat(after).isEqualTo(2);
        assertThat(forms.now().forms().in("json").encode(Map.of("city", "Seoul", "temp", 1.0, "wind", 2.0)))
                .asString()
                .contains("wind");
    }

    @Test
    void aVersionThatIsNamedStays() {
        // Given
        registry.register("weather-value", Gate.WEATHER, List.of());
        registry.register("weather-value", NEWER, List.of());
        RouteForms forms = forms("weather-value:v1");

        // When
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        forms.now();

        // Then
        assertThat(version(forms)).isEqualTo(1);
    }

    @Test
    void aSchemaThatNobodyKnowsIsSaidAtTheStart() {
        assertThatThrownBy(() -> forms("weather-value"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weather-value");
        registry.register("weather-value", Gate.WEATHER, List.of());
        assertThatThrownBy(() -> forms("weather-value:v7")).hasMessageContaining("weather-value:v7");
    }

    private RouteForms forms(String schema) {
        return RouteForms.of(Optional.of(schema), registry, Limits.DEFAULT, Runnable::run, nanos::get);
    }

    private static int version(RouteForms forms) {
        return forms.now().version().orElseThrow().version();
    }
}
