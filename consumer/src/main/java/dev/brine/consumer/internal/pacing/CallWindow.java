package dev.brine.consumer.internal.pacing;

import java.util.BitSet;

/** The last calls, and how many of them have failed. Not safe for use by several threads. */
final class CallWindow {

    private final BitSet failed;
    private final int size;
    private int at;
    private int calls;
    private int failures;

    CallWindow(int size) {
        this.size = size;
        this.failed = new BitSet(size);
    }

    void add(boolean failure) {
        if (calls == size) {
            if (failed.get(at)) {
                failures--;
            }
        } else {
            calls++;
        }
        failed.set(at, failure);
        if (failure) {
            failures++;
        }
        at = at + 1 == size ? 0 : at + 1;
    }

    int calls() {
        return calls;
    }

    int failures() {
        return failures;
    }

    void clear() {
        failed.clear();
        at = 0;
        calls = 0;
        failures = 0;
    }
}
