package dev.brine.consumer.chaos;

import dev.brine.consumer.Worker;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A worker as a process: arguments are its name, its instance and the plan; standard output tells what it does. It
 * drains at SIGTERM, and ends when its standard input does, so that it never outlives the test.
 */
public final class ChildMain {

    private ChildMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        String name = arguments[0];
        WorkerPlan plan = WorkerPlan.of(java.util.Arrays.copyOfRange(arguments, 2, arguments.length));
        Consumer<Event> journal = journal();
        Tap tap = new Tap(name, journal);
        Behaviour behaviour = new Behaviour(name, plan, tap, journal);
        Worker<String, String> worker = behaviour
                .giveTo(plan.builder(name, arguments[1], new TappedClients(tap)), false)
                .build();
        worker.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> worker.close(Duration.ofSeconds(10))));
        Thread parent = new Thread(ChildMain::awaitParent, "parent");
        parent.setDaemon(true);
        parent.start();
        worker.awaitTermination();
    }

    /** A line is one write, and is in the pipe before what it tells of goes on. */
    private static Consumer<Event> journal() {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        return event -> {
            byte[] line = (event.line() + ";\n").getBytes(StandardCharsets.UTF_8);
            synchronized (out) {
                try {
                    out.write(line);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static void awaitParent() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            System.err.println(e);
        }
        Runtime.getRuntime().halt(3);
    }
}
