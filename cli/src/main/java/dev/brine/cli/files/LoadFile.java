package dev.brine.cli.files;

import java.io.IOException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What is in a file, record by record, ready to be sent. For one thread. */
interface LoadFile extends AutoCloseable {

    /**
     * One thing of the file.
     *
     * @param place such as {@code line 7}
     * @param record null if there is a problem
     * @param problem why it cannot be sent; null if it can
     */
    record Item(
            String place,
            @Nullable ProducerRecord<byte[], byte[]> record,
            @Nullable String problem) {}

    /**
     * The next; null at the end.
     *
     * @throws dev.brine.gateway.files.UnreadableFileException if what follows cannot be found any more
     */
    @Nullable
    Item next() throws IOException;

    @Override
    void close() throws IOException;
}
