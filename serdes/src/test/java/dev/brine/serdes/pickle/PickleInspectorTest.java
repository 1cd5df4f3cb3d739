package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PickleInspectorTest {

    private static final PickleInspector INSPECTOR = new PickleInspector(PickleOptions.DEFAULT);

    @Test
    void everyVectorIsListedToItsEnd() {
        for (Vectors.Vector vector : Vectors.values()) {
            // When
            PickleInspection inspection =
                    new PickleInspector(PickleOptions.DEFAULT.shapes(Vectors.shapes())).inspect(vector.pickle());

            // Then
            assertThat(inspection.end()).isEqualTo(vector.pickle().length);
            assertThat(inspection.lines().get(inspection.lines().size() - 1).opcode())
                    .isEqualTo(PickleOpcode.STOP);
            assertThat(inspection.refusals()).as(vector.toString()).isEmpty();
            assertThat(inspection.names()).allMatch(PickleInspection.Name::accepted);
        }
    }

    @Test
    void namesAreToldThroughTheMemo() {
        // Given datetime.timezone, whose module's name comes from the memo
        byte[] pickle = Vectors.of("datetime-utc", 4).pickle();

        // When
        PickleInspection inspection = INSPECTOR.inspect(pickle);

        // Then
        assertThat(inspection.names())
                .extracting(PickleInspection.Name::module, PickleInspection.Name::name, PickleInspection.Name::accepted)
                .contains(tuple("datetime", "datetime", true), tuple("datetime", "timezone", true));
    }

    @Test
    void everyRefusalIsListedAndNotTheFirstAlone() {
        // Given two names and an opcode, in two pickles
        byte[] pickle = Pickles.of(
                "cos\nsystem\n(Vecho\ntR0cposix\nsystem\n0Pid\n.\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093.");

        // When
        PickleInspection inspection = INSPECTOR.inspect(pickle);

        // Then
        assertThat(inspection.names())
                .extracting(PickleInspection.Name::module, PickleInspection.Name::name)
                .containsExactly(tuple("os", "system"), tuple("posix", "system"), tuple("builtins", "eval"));
        assertThat(inspection.refusals())
                .extracting(PickleFault::rule)
                .containsExactly("pickle.global", "pickle.global", "pickle.opcode.persid", "pickle.global");
        assertThat(inspection.end()).isEqualTo(pickle.length);
    }

    @Test
    void whatIsNoPickleEndsTheListing() {
        // When
        PickleInspection inspection = INSPECTOR.inspect(Pickles.of("K\u0001\u00ff\u00ff"));

        // Then
        assertThat(inspection.lines()).hasSize(1);
        assertThat(inspection.end()).isEqualTo(2);
        assertThat(inspection.refusals()).extracting(PickleFault::rule).containsExactly("pickle.opcode");
    }

    @Test
    void argumentsAreShortAndHarmless() {
        // When
        PickleInspection inspection =
                INSPECTOR.inspect(Pickles.of("X" + Pickles.le4(200) + "\u001b[31m" + "x".repeat(195) + "."));

        // Then
        assertThat(inspection.lines().get(0).argument())
                .doesNotContain("\u001b")
                .hasSizeLessThan(90);
    }

    @Test
    void aLongListingTakesNoLongTime() {
        // Given
        byte[] pickle = Pickles.repeat("", "NN(", 150_000, "e".repeat(300_000) + ".");

        // When
        long start = System.nanoTime();
        PickleInspection inspection = INSPECTOR.inspect(pickle);

        // Then
        assertThat(inspection.lines()).hasSize(750_001);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }
}
