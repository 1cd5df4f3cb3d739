package dev.brine.gateway.access;

/**
 * How much somebody may do.
 *
 * @param rate requests a second, 0 for any number; as many as come in one second may come at once
 * @param concurrent requests that are not answered yet, 0 for any number
 */
public record Allowance(int rate, int concurrent) {

    public static final Allowance UNLIMITED = new Allowance(0, 0);

    public Allowance {
        if (rate < 0 || concurrent < 0) {
            throw new IllegalArgumentException("rate and concurrent must be 0 or more: " + rate + ", " + concurrent);
        }
    }

    boolean unlimited() {
        return rate == 0 && concurrent == 0;
    }
}
