package dev.brine.cli.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.cli.records.ReadValue;
import dev.brine.cli.records.RecordOutput;
import dev.brine.cli.records.RecordPrinter;
import dev.brine.gateway.sink.FileEntry;
import dev.brine.gateway.sink.FileKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records with all that they have, as the lines of {@code brine consume}. */
final class WholeRecords implements RecordOutput {

    private final FileKind.Appender file;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Writer text = new OutputStreamWriter(line, UTF_8);
    private final RecordPrinter printer = new RecordPrinter(text);

    WholeRecords(FileKind.Appender file) {
        this.file = file;
    }

    @Override
    public boolean print(ConsumerRecord<byte[], byte[]> record, ReadValue value) {
        boolean readable = printer.print(record, value);
        try {
            text.flush();
            file.add(new FileEntry(line.toByteArray(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.reset();
        return readable;
    }
}
