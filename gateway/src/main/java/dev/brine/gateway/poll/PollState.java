package dev.brine.gateway.poll;

import dev.brine.gateway.files.CheckpointFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a source is: the pages that were acknowledged, the items that were seen last, and until when the server wants to
 * be left alone. Bounded by pages of a round and by what is remembered. For one thread.
 */
final class PollState {

    /**
     * What is known of a page whose records are acknowledged.
     *
     * @param etag empty if there was none
     * @param lastModified empty if there was none
     * @param next the page after it; empty for none
     * @param hash of a document that is one record; empty otherwise
     * @param times how often it was sent
     */
    record Page(String etag, String lastModified, String next, String hash, long times) {}

    private final CheckpointFile file;
    private final int maxPages;
    private final int remember;
    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final LinkedHashSet<String> seen = new LinkedHashSet<>();
    private long notBefore;

    PollState(CheckpointFile file, int maxPages, int remember) throws IOException {
        this.file = file;
        this.maxPages = maxPages;
        this.remember = remember;
        Map<String, String> known = file.read();
        try {
            notBefore = Long.parseLong(known.getOrDefault("not-before", "0"));
            int count = Integer.parseInt(known.getOrDefault("pages", "0"));
            for (int i = 0; i < count; i++) {
                String at = "page." + i + ".";
                pages.put(
                        known.getOrDefault(at + "name", ""),
                        new Page(
                                known.getOrDefault(at + "etag", ""),
                                known.getOrDefault(at + "last-modified", ""),
                                known.getOrDefault(at + "next", ""),
                                known.getOrDefault(at + "hash", ""),
                                Long.parseLong(known.getOrDefault(at + "times", "0"))));
            }
        } catch (NumberFormatException e) {
            throw new IOException("the checkpoint has no numbers where there should be; take it away to begin anew", e);
        }
        Arrays.stream(known.getOrDefault("seen", "").split(","))
                .filter(mark -> !mark.isEmpty())
                .forEach(this::see);
    }

    @Nullable
    Page page(String name) {
        return pages.get(name);
    }

    boolean knows(String mark) {
        return seen.contains(mark);
    }

    /** Epoch milliseconds before which the server does not want to be asked; 0 for none. */
    long notBefore() {
        return notBefore;
    }

    /** Marks of items that are acknowledged, or that were met again: those met last are kept longest. */
    void saw(Collection<String> marks) {
        marks.forEach(this::see);
    }

    private void see(String mark) {
        seen.remove(mark);
        seen.add(mark);
        if (seen.size() > remember) {
            Iterator<String> eldest = seen.iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** Notes a page whose records are acknowledged; when this returns it is on the disk. */
    void note(String name, Page page) throws IOException {
        pages.remove(name);
        pages.put(name, page);
        if (pages.size() > maxPages) {
            Iterator<String> eldest = pages.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        write();
    }

    void note(long wanted) throws IOException {
        if (wanted != notBefore) {
            notBefore = wanted;
            write();
        }
    }

    /** Forgets the pages that a whole round did not come by. */
    void keepOnly(Set<String> names) throws IOException {
        if (pages.keySet().retainAll(names)) {
            write();
        }
    }

    private void write() throws IOException {
        Map<String, String> values = new TreeMap<>();
        values.put("not-before", Long.toString(notBefore));
        values.put("pages", Integer.toString(pages.size()));
        int i = 0;
        for (Map.Entry<String, Page> entry : pages.entrySet()) {
            String at = "page." + i++ + ".";
            values.put(at + "name", entry.getKey());
            values.put(at + "etag", entry.getValue().etag());
            values.put(at + "last-modified", entry.getValue().lastModified());
            values.put(at + "next", entry.getValue().next());
            values.put(at + "hash", entry.getValue().hash());
            values.put(at + "times", Long.toString(entry.getValue().times()));
        }
        values.put("seen", String.join(",", seen));
        file.write(values);
    }
}
