package dev.brine.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadedTest {

    /** @param rates accepted ones a second, of one round each */
    private static Loaded loaded(int... rates) {
        Loaded loaded = new Loaded(Case.PRODUCE, "twice");
        for (int rate : rates) {
            Tally tally = new Tally();
            for (int i = 0; i < rate; i++) {
                tally.accepted(i, 1_000_000, 1_000_000);
            }
            tally.lasted(1);
            loaded.add(tally, rate / 10.0);
        }
        return loaded;
    }

    @Test
    void medianOfAnOddNumberOfRoundsIsTheMiddleOne() {
        // Given
        Loaded loaded = loaded(50, 1, 3);

        // Then
        assertThat(loaded.median(Tally::rate)).isEqualTo(3);
        assertThat(loaded.processor()).isEqualTo(0.3);
        assertThat(loaded.least(Tally::rate)).isEqualTo(1);
        assertThat(loaded.most(Tally::rate)).isEqualTo(50);
        assertThat(loaded.sum(Tally::rate)).isEqualTo(54);
    }

    @Test
    void medianOfAnEvenNumberOfRoundsIsBetweenTheTwoInTheMiddle() {
        assertThat(loaded(50, 2, 6, 1).median(Tally::rate)).isEqualTo(4);
    }

    @Test
    void medianOfNoRoundIsNoNumber() {
        assertThat(loaded().median(Tally::rate)).isNaN();
        assertThat(loaded().processor()).isNaN();
        assertThat(loaded().least(Tally::rate)).isNaN();
    }

    @Test
    void loadsAreComparedRoundByRound() {
        // Given: of the medians it would be 3.00
        Loaded normal = loaded(10, 20, 5);
        Loaded twice = loaded(20, 30, 40);

        // Then: 2.00, 1.50, 8.00
        assertThat(twice.comparedWith(normal, Tally::rate)).isEqualTo("2.00");
    }

    @Test
    void loadsOfUnequalNumbersOfRoundsAreNotCompared() {
        assertThat(loaded(1, 2).comparedWith(loaded(1), Tally::rate)).isEqualTo("-");
        assertThat(loaded(1).comparedWith(loaded(1, 2), Tally::rate)).isEqualTo("-");
    }

    @Test
    void errorsAreThoseOfTheRoundsThatHadSome() {
        // Given
        Loaded loaded = loaded(1);
        Tally refused = new Tally();
        refused.refused(0, 503, true);
        loaded.add(refused, 1);
        Tally broken = new Tally();
        broken.broken(0);
        loaded.add(broken, 1);

        // Then
        assertThat(loaded.errors()).isEqualTo("503: 1; broken: 1");
    }
}
