package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.Limits;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTextTest {

    private static final long SEED = 20_261_121;

    @Test
    void decimalsAreWrittenAsTheJdkWritesThem() {
        Random random = new Random(SEED);
        PickleReader reader = new PickleReader(PickleOptions.DEFAULT);
        for (int i = 0; i < 20_000; i++) {
            long unscaled =
                    i < 3 ? new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE}[i] : random.nextLong() >> random.nextInt(64);
            int scale = random.nextInt(12);
            PickleOutput out = PickleOutput.acquire(4, Limits.DEFAULT, 0);
            try {
                DecimalText.write(out, unscaled, scale);
                assertThat(reader.read(out.finish(new byte[0])))
                        .as("seed %d, round %d", SEED, i)
                        .isEqualTo(BigDecimal.valueOf(unscaled, scale).toPlainString());
            } finally {
                out.release();
            }
        }
    }

    @Test
    void textsAreReadAsTheJdkReadsThem() {
        Random random = new Random(SEED);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(8); j > 0; j--) {
                text.append("0123456789.-".charAt(random.nextInt(12)));
            }
            BigDecimal parsed = DecimalText.parse(text.toString());
            if (parsed != null) {
                read++;
                assertThat(parsed).as("seed %d, text %s", SEED, text).isEqualTo(new BigDecimal(text.toString()));
            }
        }
        assertThat(read).isGreaterThan(5_000);
    }
}
