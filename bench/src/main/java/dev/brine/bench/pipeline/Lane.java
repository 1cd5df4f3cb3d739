package dev.brine.bench.pipeline;

import java.util.List;

/**
 * One kind of value, on its way there and back.
 *
 * @param values what is sent, over and over
 */
record Lane(String name, List<Object> values, Outbound outbound, Inbound inbound) {

    Lane {
        values = List.copyOf(values);
    }
}
