package dev.brine.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void casesAreChosenByPatternsOfTheirNames() {
        // When
        Options options = Options.parse(new String[] {"--only", "key-10/*/0ms,none/cap-100/1ms"});

        // Then
        assertThat(options.cases())
                .extracting(Case::name)
                .containsExactly("key-10/cap-100/0ms", "key-10/cap-1000/0ms", "none/cap-100/1ms");
    }

    @Test
    void aCaseComesThroughACommandLineAsItWas() {
        for (Case one : Plan.growth()) {
            assertThat(Case.of(one.arguments())).isEqualTo(one);
        }
    }

    @Test
    void warmingUpIsAsLongAsAskedForAlsoIfThatIsNotAtAll() {
        assertThat(Options.parse(new String[] {"--warmup", "0"}).warmup).isZero();
        assertThat(Options.parse(new String[] {}).warmup).isEqualTo(30);
        assertThat(Options.parse(new String[] {"--latency"}).warmup).isEqualTo(60);
    }

    @Test
    void theShortPlanHasNoCaseOfItsOwn() {
        assertThat(new HashSet<>(Plan.full())).containsAll(Plan.quick());
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--arms", "brine,nobody"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(
                        () -> Options.parse(new String[] {"--only", "nothing"}).cases())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> Options.parse(new String[] {"--rounds"})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void figuresComeThroughALineAsTheyWere() {
        // Given
        Figures figures = new Figures(1, 2, 3, 4, 5, 6, 7, 8, 9.5, 10);

        // Then
        assertThat(Figures.parse(figures.line())).isEqualTo(figures);
        assertThat(Figures.parse("anything else")).isNull();
    }

    @Test
    void ratiosAreTakenWithinARound() {
        // Given
        Case one = Case.key(10, 100, 0);
        Results results = new Results();
        for (double machine : List.of(1.0, 0.1, 3.0)) {
            results.add(one, "brine", figures(60 * machine));
            results.add(one, "plain", figures(100 * machine));
        }

        // Then
        assertThat(results.ratio(one, "brine", one, "plain", Figures::rate).getAsDouble())
                .isEqualTo(0.6);
        assertThat(results.ratio(one, "brine", one, "ideal", Figures::rate)).isEmpty();
    }

    private static Figures figures(double rate) {
        return new Figures(rate, 1, 1, 1, 1, 1, 0, 0, 0, 0);
    }
}
