package dev.brine.serdes.record;

import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.frame.Frames;
import dev.brine.serdes.frame.Stamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers of a record after a value was written: those that frame and codec speak in are set, and those of other
 * frames and codecs, which a forwarder may have copied from an earlier life of the record, are gone. Immutable.
 */
final class HeaderMarks {

    private final Set<String> stale;
    private final ContentTypes types;
    private final boolean key;
    private final boolean named;

    HeaderMarks(Frame frame, ContentTypes types, boolean key) {
        this.types = types;
        this.key = key;
        // Avro is what a value is when no header says otherwise.
        this.named = !types.codec(0).name().equals("avro");
        Set<String> names = new HashSet<>();
        for (Frame other : Frames.all()) {
            names.addAll(other.headers(key));
        }
        frame.headers(key).forEach(names::remove);
        this.stale = names;
    }

    // One look at each header that there is, which is nearly always none, whatever number of names could be stale.
    private void removeStale(Headers headers) {
        List<String> found = null;
        for (Header header : headers) {
            if (stale.contains(header.key())) {
                found = found == null ? new ArrayList<>() : found;
                found.add(header.key());
            }
        }
        if (found != null) {
            found.forEach(headers::remove);
        }
    }

    void mark(Headers headers, Stamp stamp) {
        removeStale(headers);
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
