package dev.brine.gateway.consume;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.flow.KnownTopics;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.media.MediaType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Gives the records of topics: {@code GET /topics/{topic}/partitions/{partition}/records} and {@code GET
 * /topics/{topic}/events}. Safe for use by many threads; what it is given stays the caller's.
 */
public final class ConsumeEndpoint implements AutoCloseable {

    static final String RANGE = "/topics/{topic}/partitions/{partition}/records";
    static final String EVENTS = "/topics/{topic}/events";

    /** Bytes of a range where {@code max_bytes} is not given, and the most that can be. */
    static final int USUAL_BYTES = 1 << 20;

    static final int MOST_BYTES = 8 << 20;
    static final long MOST_WAIT_MILLIS = 20_000;
    private static final int MOST_RANGES = 1_000;
    private static final int HEAP_SHARE = 8;

    private final KnownTopics topics;
    private final TopicFormats formats;
    private final ConsumerPool pool;
    private final Executor executor;
    private final int mostStreams;
    private final EventRoom room;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicInteger streaming = new AtomicInteger();
    private final AtomicInteger ranges = new AtomicInteger();
    private final Future<?> heart;

    /**
     * @param executor decodes; what it refuses is answered with 503
     * @param heartbeat how often a stream without events says that it is there
     * @param mostStreams how many there may be
     */
    public ConsumeEndpoint(
            KnownTopics topics,
            TopicFormats formats,
            ConsumerPool pool,
            Executor executor,
            ScheduledExecutorService scheduler,
            Duration heartbeat,
            int mostStreams,
            MeterRegistry meters) {
        this.topics = requireNonNull(topics, "topics");
        this.formats = requireNonNull(formats, "formats");
        this.pool = requireNonNull(pool, "pool");
        this.executor = requireNonNull(executor, "executor");
        this.mostStreams = mostStreams;
        this.room = new EventRoom(Runtime.getRuntime().maxMemory() / HEAP_SHARE, meters);
        this.heart = scheduler.scheduleWithFixedDelay(
                this::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        Gauge.builder("brine.gateway.streams", streaming, AtomicInteger::get)
                .description("Clients that read events")
                .register(meters);
    }

    /** @throws Refusal 400, 406 or 503 if the head alone says that it cannot be done */
    public Work range(Head head, String topic, String partition) {
        String type = MediaType.chosen(head.accept(), List.of(MediaType.JSON, MediaType.NDJSON, MediaType.PICKLE));
        int number = (int) number("the partition", partition, 0, Integer.MAX_VALUE);
        return new RangeWork(
                this,
                head,
                topic,
                number,
                StartFrom.parse(head.query("offset").orElse("start")),
                (int) number("max_bytes", head.query("max_bytes").orElse("" + USUAL_BYTES), 1, MOST_BYTES),
                number("wait_ms", head.query("wait_ms").orElse("0"), 0, MOST_WAIT_MILLIS),
                type);
    }

    /** @throws Refusal 400, 406 or 503 if the head alone says that it cannot be done */
    public Work events(Head head, String topic) {
        String unused = MediaType.chosen(head.accept(), List.of(MediaType.EVENTS));
        Function<String, StartFrom> seen = id -> new StartFrom.Seen(EventPosition.parse(id, topic));
        StartFrom from = head.header("Last-Event-ID")
                .filter(id -> !id.isEmpty())
                .map(seen)
                .orElseGet(() -> {
                    String text = head.query("from").orElse("end");
                    return text.indexOf(':') >= 0 ? seen.apply(text) : StartFrom.parse(text);
                });
        return new EventsWork(this, head, topic, from);
    }

    static Refusal beyondEnd(long asked, long end) {
        return Refusal.of(
                40003,
                "offset " + asked + " is beyond the end of the partition, which is " + end
                        + "; was the topic deleted and created again?");
    }

    private static long number(String what, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Refusal.of(40001, what + " must be a whole number of " + least + " to " + most);
        }
        throw Refusal.of(40001, what + " must be a whole number of " + least + " to " + most);
    }

    KnownTopics topics() {
        return topics;
    }

    TopicFormats formats() {
        return formats;
    }

    ConsumerPool pool() {
        return pool;
    }

    /** What all streams may hold: an eighth of the heap. */
    EventRoom room() {
        return room;
    }

    Executor executor() {
        return executor;
    }

    /** @throws Refusal 503 if there are too many ranges that wait for records */
    void rangeBegins() {
        if (ranges.incrementAndGet() > MOST_RANGES) {
            ranges.decrementAndGet();
            throw Refusal.busy();
        }
    }

    void rangeEnds() {
        ranges.decrementAndGet();
    }

    /** @throws Refusal 503 if there are too many streams */
    void streamBegins() {
        if (streaming.incrementAndGet() > mostStreams) {
            streaming.decrementAndGet();
            throw Refusal.of(50301, "there are as many streams of events as may be, " + mostStreams + "; try again")
                    .with("Retry-After", "10");
        }
    }

    void streamEnds() {
        streaming.decrementAndGet();
    }

    void add(EventStream stream) {
        streams.add(stream);
    }

    private void beat() {
        streams.removeIf(EventStream::over);
        streams.forEach(EventStream::heartbeat);
    }

    /** Ends all streams and the pool, so that nobody waits for news of it. */
    @Override
    public void close() {
        heart.cancel(false);
        streams.forEach(EventStream::close);
        pool.close();
    }
}
