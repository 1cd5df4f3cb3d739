package dev.brine.serdes.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextTableTest {

    private final byte[] body = new byte[1 << 20];
    private final MemoNotes objects = new MemoNotes();
    private int size;

    /** Writes the text and tells which object it is: the next, or one before. */
    private int share(TextTable table, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        System.arraycopy(utf8, 0, body, size, utf8.length);
        int end = size + utf8.length;
        int found = table.find(text, body, size, end, objects);
        if (found >= 0) {
            return found;
        }
        int object = objects.define(size, end);
        size = end;
        return object;
    }

    private void nextBody(TextTable table) {
        table.nextBody(objects.objects());
        objects.clear();
        size = 0;
    }

    @Test
    void equalTextsAreOneObject() {
        // Given
        TextTable table = new TextTable();

        // Then
        assertThat(share(table, "seven b")).isZero();
        assertThat(share(table, "eight by")).isEqualTo(1);
        assertThat(share(table, "sixteen bytes ..")).isEqualTo(2);
        assertThat(share(table, "seven b")).isZero();
        assertThat(share(table, "eight by")).isEqualTo(1);
        assertThat(share(table, "sixteen bytes ..")).isEqualTo(2);
    }

    @Test
    void textsOfEqualHashAreToldApartByEveryByte() {
        // Given: pairs of equal hash, differing at the beginning, in the middle and at the end
        TextTable table = new TextTable();
        String[] texts = {"Aa", "BB", "AaAa", "BBBB", "AaBB", "123456789Aa", "123456789BB", "Aa-45678", "BB-45678"};

        // Then
        for (int i = 0; i < texts.length; i++) {
            assertThat(share(table, texts[i])).as(texts[i]).isEqualTo(i);
        }
        for (int i = 0; i < texts.length; i++) {
            assertThat(share(table, texts[i])).as(texts[i]).isEqualTo(i);
        }
    }

    @Test
    void theBeginningOfATextIsAnother() {
        // Given: two of equal hash
        TextTable table = new TextTable();
        share(table, "\0text");

        // Then
        assertThat(share(table, "text")).isEqualTo(1);
    }

    @Test
    void theNextBodyHasNone() {
        // Given
        TextTable table = new TextTable();
        share(table, "a");
        share(table, "b");

        // When
        nextBody(table);

        // Then
        assertThat(share(table, "b")).isZero();
        assertThat(share(table, "a")).isEqualTo(1);
    }

    @Test
    void manyTextsAreAllFoundAgain() {
        // Given
        TextTable table = new TextTable();
        for (int body = 0; body < 3; body++) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(share(table, "text " + i)).isEqualTo(i);
            }

            // Then
            for (int i = 0; i < 10_000; i++) {
                assertThat(share(table, "text " + i)).isEqualTo(i);
            }
            nextBody(table);
        }
    }

    @Test
    void ofManyTextsOfEqualHashAFewAreFoundAgain() {
        // Given
        TextTable table = new TextTable();
        String[] texts = new String[1 << 10];
        for (int i = 0; i < texts.length; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 10; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            texts[i] = text.toString();
            assertThat(share(table, texts[i])).isEqualTo(i);
        }

        // Then
        int found = 0;
        for (String text : texts) {
            int before = objects.objects();
            found += share(table, text) < before ? 1 : 0;
        }
        assertThat(found).isBetween(1, 16);
    }

    @Test
    void numbersBeginAgainBeforeTheyEnd() {
        // Given
        TextTable table = new TextTable(Integer.MAX_VALUE - 3);

        // Then
        for (int body = 0; body < 10; body++) {
            assertThat(share(table, "a")).isZero();
            assertThat(share(table, "b")).isEqualTo(1);
            assertThat(share(table, "a")).isZero();
            nextBody(table);
        }
    }
}
