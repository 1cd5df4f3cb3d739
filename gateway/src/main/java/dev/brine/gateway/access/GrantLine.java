package dev.brine.gateway.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** One line of an access file. */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time, never by equals
record GrantLine(byte[] hash, Grant grant) {

    private static final int HASH = 32;

    static final String FORM = "SHA256 NAME VERB:TOPIC[,TOPIC*]... [rate=N] [concurrent=N], where VERB is produce,"
            + " consume or forward; make the first with: printf %s TOKEN | sha256sum";

    /** @throws IllegalArgumentException saying what is wrong, without the line itself */
    static GrantLine parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 3) {
            throw new IllegalArgumentException("has " + words.length + " words; expected " + FORM);
        }
        List<Rule> rules = new ArrayList<>();
        int rate = 0;
        int concurrent = 0;
        for (String word : Arrays.asList(words).subList(2, words.length)) {
            if (word.startsWith("rate=")) {
                rate = number(word);
            } else if (word.startsWith("concurrent=")) {
                concurrent = number(word);
            } else {
                rules.add(rule(word));
            }
        }
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("allows nothing; expected " + FORM);
        }
        return new GrantLine(hash(words[0]), new Grant(words[1], rules, new Allowance(rate, concurrent)));
    }

    private static byte[] hash(String text) {
        try {
            byte[] hash = HexFormat.of().parseHex(text);
            if (hash.length == HASH) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("does not begin with 64 hexadecimal digits; expected " + FORM, e);
        }
        throw new IllegalArgumentException("does not begin with 64 hexadecimal digits; expected " + FORM);
    }

    private static Rule rule(String word) {
        int colon = word.indexOf(':');
        for (Verb verb : Verb.values()) {
            if (colon > 0 && word.substring(0, colon).equals(verb.label()) && colon + 1 < word.length()) {
                return new Rule(verb, Arrays.asList(word.substring(colon + 1).split(",")));
            }
        }
        throw new IllegalArgumentException("has '" + word + "'; expected " + FORM);
    }

    private static int number(String word) {
        try {
            int number = Integer.parseInt(word.substring(word.indexOf('=') + 1));
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has '" + word + "'; expected a whole number of 1 or more", e);
        }
        throw new IllegalArgumentException("has '" + word + "'; expected a whole number of 1 or more");
    }
}
