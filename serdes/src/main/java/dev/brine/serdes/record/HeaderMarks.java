package dev.brine.serdes.record;

import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.frame.Frames;
import dev.brine.serdes.frame.Stamp;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/**
 * The headers of a record after a value was written: those that frame and codec speak in are set, and those of other
 * frames and codecs, which a forwarder may have copied from an earlier life of the record, are gone. Immutable.
 */
final class HeaderMarks {

    private final List<String> stale;
    private final ContentTypes types;
    private final boolean key;
    private final boolean named;

    HeaderMarks(Frame frame, ContentTypes types, boolean key) {
        this.types = types;
        this.key = key;
        // Avro is what a value is when no header says otherwise.
        this.named = !types.codec(0).name().equals("avro");
        List<String> names = new ArrayList<>();
        for (Frame other : Frames.all()) {
            names.addAll(other.headers(key));
        }
        names.removeAll(frame.headers(key));
        this.stale = List.copyOf(names);
    }

    void mark(Headers headers, Stamp stamp) {
        for (int i = 0; i < stale.size(); i++) {
            if (headers.lastHeader(stale.get(i)) != null) {
                headers.remove(stale.get(i));
            }
        }
        stamp.mark(headers);
        // Key and value share the headers, and content-type is the value's.
        if (key) {
            return;
        }
        if (named) {
            Stamp.set(headers, ContentTypes.HEADER, types.type(0));
        } else if (types.of(headers) != 0) {
            headers.remove(ContentTypes.HEADER);
        }
    }
}
