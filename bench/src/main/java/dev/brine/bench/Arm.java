package dev.brine.bench;

import java.util.Map;

/**
 * One way of turning objects of one shape into bytes and back. Confined to one thread.
 *
 * <p>Only {@link #encode} and {@link #decode} are measured. An arm has its own object model, and {@link Models} turns
 * a sample into it.
 */
public interface Arm {

    /** A sample of the writer's shape as the object that this arm encodes. */
    Object value(Map<String, Object> sample);

    byte[] encode(Object value);

    /** The object of the reader's shape. */
    Object decode(byte[] bytes);

    /** What a decoded object looks like as a sample, where this arm's types are not those of the sample. */
    default Map<String, Object> expected(Map<String, Object> sample) {
        return sample;
    }
}
