package dev.brine.bench.worker;

import dev.brine.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The broker, and whoever writes to it, in a process of their own. Takes orders line by line from standard input,
 * answers each with one line, and ends with its input.
 *
 * <p>{@code fill TOPIC PARTITIONS KEYS RECORDS} writes a topic, {@code pace TOPIC PARTITIONS KEYS RATE SECONDS} makes
 * one and begins to send to it, {@code delete TOPIC}.
 */
final class BrokerMain {

    private final EmbeddedBroker broker;
    private final byte[] value = Decoding.value();

    private BrokerMain(EmbeddedBroker broker) {
        this.broker = broker;
    }

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start();
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            BrokerMain main = new BrokerMain(broker);
            main.answer(broker.bootstrapServers());
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                main.obey(List.of(line.split(" ")));
                main.answer("done");
            }
        }
    }

    private void answer(String line) {
        System.out.println("BROKER " + line);
        System.out.flush();
    }

    private void obey(List<String> order) throws IOException, InterruptedException, ExecutionException {
        String topic = order.get(1);
        switch (order.get(0)) {
            case "fill" -> {
                broker.createTopic(topic, Integer.parseInt(order.get(2)));
                fill(topic, Integer.parseInt(order.get(3)), Long.parseLong(order.get(4)));
            }
            case "pace" -> {
                broker.createTopic(topic, Integer.parseInt(order.get(2)));
                int keys = Integer.parseInt(order.get(3));
                int rate = Integer.parseInt(order.get(4));
                long records = (long) (rate * Double.parseDouble(order.get(5)));
                Thread pacer = new Thread(() -> pace(topic, keys, rate, records), "pacer");
                pacer.setDaemon(true);
                pacer.start();
            }
            case "delete" -> {
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                    admin.deleteTopics(List.of(topic)).all().get();
                }
            }
            default -> throw new IOException("unknown order " + order);
        }
    }

    /** Keys come in turns, so that each has as many records as any other, wherever in the topic one looks. */
    private void fill(String topic, int keys, long records) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        String[] names = names(keys);
        try (KafkaProducer<String, byte[]> producer = producer(Map.of("linger.ms", 20, "batch.size", 256 << 10))) {
            for (long i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, names[(int) (i * 31 % keys)], value), (sent, error) -> {
                    if (error != null) {
                        failure.set(error);
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("cannot fill " + topic, failure.get());
        }
    }

    /** Each value begins with the time at which it was due. */
    private void pace(String topic, int keys, int rate, long records) {
        String[] names = names(keys);
        try (KafkaProducer<String, byte[]> producer = producer(Map.of("linger.ms", 0))) {
            producer.partitionsFor(topic);
            long start = System.nanoTime();
            for (long i = 0; i < records; i++) {
                long due = start + i * 1_000_000_000L / rate;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                byte[] bytes = value.clone();
                ByteBuffer.wrap(bytes).putLong(due);
                producer.send(new ProducerRecord<>(topic, names[(int) (i * 31 % keys)], bytes));
            }
        }
    }

    private KafkaProducer<String, byte[]> producer(Map<String, Object> properties) {
        Map<String, Object> all = new java.util.HashMap<>(properties);
        all.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
    }

    private static String[] names(int keys) {
        String[] names = new String[keys];
        for (int i = 0; i < keys; i++) {
            names[i] = "key-" + i;
        }
        return names;
    }
}
