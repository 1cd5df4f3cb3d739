package dev.brine.gateway.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an {@code Accept} header takes, by RFC 9110: the most specific range that fits says how much. */
final class Accepted {

    private static final int MOST = 64;

    private record Range(String type, double quality) {

        int fits(String contentType) {
            if (type.equals(contentType)) {
                return 3;
            }
            if (type.equals("*/*")) {
                return 1;
            }
            return type.endsWith("/*") && contentType.startsWith(type.substring(0, type.length() - 1)) ? 2 : 0;
        }
    }

    private final List<Range> ranges;

    private Accepted(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** No header takes everything. */
    static Accepted of(Optional<String> header) {
        if (header.isEmpty() || header.get().isBlank()) {
            return new Accepted(List.of(new Range("*/*", 1)));
        }
        List<Range> ranges = new ArrayList<>();
        for (String part : header.get().split(",", MOST)) {
            String[] words = part.split(";", -1);
            String type = words[0].strip().toLowerCase(Locale.ROOT);
            double quality = 1;
            for (int i = 1; i < words.length; i++) {
                String word = words[i].strip().toLowerCase(Locale.ROOT);
                if (word.startsWith("q=")) {
                    quality = quality(word.substring(2));
                }
            }
            if (!type.isEmpty()) {
                ranges.add(new Range(type, quality));
            }
        }
        return new Accepted(ranges);
    }

    private static double quality(String text) {
        return text.matches("[01](\\.[0-9]{0,3})?") ? Math.min(1, Double.parseDouble(text)) : 0;
    }

    /** How much a type is wanted: 0 for not at all. */
    double of(String contentType) {
        int best = 0;
        double quality = 0;
        for (Range range : ranges) {
            int fits = range.fits(contentType);
            if (fits > best) {
                best = fits;
                quality = range.quality();
            }
        }
        return quality;
    }
}
