package dev.brine.bench.gateway;

import java.util.List;
import java.util.Locale;

/** What is asked of the gateway. */
enum Case {
    /** One JSON value of 1 KB. */
    PRODUCE(1, "POST", "/topics/single/records", "application/json"),
    /** 500 of them, as lines. */
    BATCH(500, "POST", "/topics/batch/records", "application/x-ndjson"),
    /** 500 of them, as Confluent's REST interface has them. */
    CONFLUENT(500, "POST", "/topics/batch", "application/vnd.kafka.json.v2+json"),
    /** An answer that the cache has. */
    GET(0, "GET", "/forward/weather/today?city=Seoul", ""),
    /** One value as a line, answered when Kafka has it. */
    TCP(1, "", "", "");

    static final List<Case> USUAL = List.of(PRODUCE, BATCH, GET, TCP);

    private final int records;
    private final String method;
    private final String path;
    private final String type;

    Case(int records, String method, String path, String type) {
        this.records = records;
        this.method = method;
        this.path = path;
        this.type = type;
    }

    /** @throws IllegalArgumentException if there is none of this name */
    static Case named(String name) {
        for (Case one : values()) {
            if (one.toString().equals(name)) {
                return one;
            }
        }
        throw new IllegalArgumentException("no case is named " + name + "; there are " + List.of(values()));
    }

    /** In one request; 0 for a request that brings none. */
    int records() {
        return records;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** Of the body; empty without one. */
    String type() {
        return type;
    }

    String body() {
        return switch (this) {
            case PRODUCE -> Bodies.order();
            case BATCH -> Bodies.lines(records);
            case CONFLUENT -> Bodies.confluent(records);
            case GET -> "";
            case TCP -> Bodies.order() + "\n";
        };
    }

    /** Enough to keep the gateway busy, and no more. */
    int connectionsAtCapacity() {
        return records > 1 ? 16 : 256;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
