package dev.brine.broker;

import dev.brine.broker.BrokerException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.PropertiesUtils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * The files of a cluster: one folder a node, a marker that says whose they are, and a lock while a broker runs on them.
 *
 * <p>Nothing that is not ours is ever formatted or deleted.
 */
final class DataDirectory implements AutoCloseable {

    static final String MARKER = "brine-broker.properties";

    private static final String CLUSTER = "cluster.id";
    private static final String NODES = "nodes";
    private static final String VERSION = "metadata.version";
    private static final String META = "meta.properties";

    private final Path root;
    private final boolean temporary;
    private final FileChannel lockFile;
    private final String clusterId;

    private DataDirectory(Path root, boolean temporary, FileChannel lockFile, String clusterId) {
        this.root = root;
        this.temporary = temporary;
        this.lockFile = lockFile;
        this.clusterId = clusterId;
    }

    /**
     * Opens a directory for a cluster, and formats it where that has not been done.
     *
     * @param given null for a temporary directory, deleted on close
     * @param minimumSpace bytes that must be free
     */
    static DataDirectory open(@Nullable Path given, int nodes, long minimumSpace) {
        Path root = null;
        FileChannel lock = null;
        try {
            root = given == null
                    ? Files.createTempDirectory("brine-broker-")
                    : Files.createDirectories(given.toAbsolutePath());
            requireSpace(root, minimumSpace);
            lock = lock(root);
            DataDirectory directory = new DataDirectory(root, given == null, lock, clusterOf(root, nodes));
            for (int node = 0; node < nodes; node++) {
                directory.prepare(node);
            }
            return directory;
        } catch (IOException e) {
            giveUp(given == null ? root : null, lock);
            throw failure(given, e);
        } catch (RuntimeException e) {
            giveUp(given == null ? root : null, lock);
            throw e;
        }
    }

    String clusterId() {
        return clusterId;
    }

    Path of(int node) {
        return root.resolve("node-" + node);
    }

    @Override
    public String toString() {
        return root.toString();
    }

    /** Releases the lock, and deletes a temporary directory. */
    @Override
    public void close() {
        giveUp(temporary ? root : null, lockFile);
    }

    private void prepare(int node) throws IOException {
        Path directory = of(node);
        if (Files.exists(directory.resolve(META))) {
            verify(node, directory);
            return;
        }
        Files.createDirectories(directory);
        Formatter formatter = new Formatter()
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setNodeId(node)
                .setClusterId(clusterId)
                .setControllerListenerName("CONTROLLER")
                .setHasDynamicQuorum(false)
                .setMetadataLogDirectory(directory.toString())
                .addDirectory(directory.toString())
                .setPrintStream(new PrintStream(
                        OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot format " + directory + ": " + BrokerException.rootMessage(e), e);
        }
    }

    private void verify(int node, Path directory) throws IOException {
        Properties meta =
                PropertiesUtils.readPropertiesFile(directory.resolve(META).toString());
        String version = meta.getProperty("version");
        if (!"1".equals(version)) {
            throw newer(directory, "its " + META + " has version " + version + ", expected 1");
        }
        String cluster = meta.getProperty(CLUSTER);
        String id = meta.getProperty("node.id");
        if (!clusterId.equals(cluster) || !String.valueOf(node).equals(id)) {
            throw new BrokerException(
                    Reason.FOREIGN_DATA,
                    "data directory " + directory + " belongs to node " + id + " of cluster " + cluster
                            + ", expected node " + node + " of cluster " + clusterId
                            + "; choose another directory or remove this one");
        }
        short level;
        try {
            level = new BootstrapDirectory(directory.toString())
                    .read()
                    .metadataVersion()
                    .featureLevel();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw newer(directory, BrokerException.rootMessage(e));
        }
        requireKnown(directory, level);
    }

    private static String clusterOf(Path root, int nodes) throws IOException {
        Path marker = root.resolve(MARKER);
        if (!Files.exists(marker)) {
            refuseForeign(root);
            Properties fresh = new Properties();
            String cluster = Uuid.randomUuid().toString();
            fresh.setProperty(CLUSTER, cluster);
            fresh.setProperty(NODES, String.valueOf(nodes));
            fresh.setProperty(
                    VERSION, String.valueOf(MetadataVersion.latestProduction().featureLevel()));
            PropertiesUtils.writePropertiesFile(fresh, marker.toString(), true);
            return cluster;
        }
        Properties found = PropertiesUtils.readPropertiesFile(marker.toString());
        String cluster = found.getProperty(CLUSTER);
        if (cluster == null) {
            throw new BrokerException(
                    Reason.FOREIGN_DATA,
                    marker + " names no " + CLUSTER + "; choose another directory or remove this one");
        }
        requireKnown(root, level(marker, found.getProperty(VERSION)));
        if (!String.valueOf(nodes).equals(found.getProperty(NODES))) {
            throw new BrokerException(
                    Reason.FOREIGN_DATA,
                    "data directory " + root + " was formatted for " + found.getProperty(NODES) + " node(s), not for "
                            + nodes + "; start with that many nodes or choose another directory");
        }
        return cluster;
    }

    private static short level(Path marker, @Nullable String text) {
        try {
            return Short.parseShort(String.valueOf(text));
        } catch (NumberFormatException e) {
            throw new BrokerException(
                    Reason.FOREIGN_DATA, marker + " has no number for " + VERSION + " but \"" + text + "\"", e);
        }
    }

    private static void requireKnown(Path directory, short level) {
        MetadataVersion ours = MetadataVersion.latestProduction();
        if (level > ours.featureLevel()) {
            throw newer(
                    directory,
                    "metadata version " + level + ", newest known here is " + ours.featureLevel() + " (" + ours + ")");
        }
    }

    private static BrokerException newer(Path directory, String found) {
        return new BrokerException(
                Reason.NEWER_DATA,
                "data directory " + directory + " was formatted by another version of Kafka: " + found
                        + "; use the version that wrote it or choose another directory");
    }

    private static void refuseForeign(Path root) throws IOException {
        for (Path meta : List.of(root.resolve(META), root.resolve("node-0").resolve(META))) {
            if (Files.exists(meta)) {
                throw new BrokerException(
                        Reason.FOREIGN_DATA,
                        "data directory " + root + " was formatted by something else: it has " + root.relativize(meta)
                                + " but no " + MARKER + "; choose another directory");
            }
        }
    }

    private static void requireSpace(Path root, long minimum) throws IOException {
        long usable = Files.getFileStore(root).getUsableSpace();
        if (usable < minimum) {
            throw new BrokerException(
                    Reason.NO_SPACE,
                    "no space left for data directory " + root + ": " + (usable >> 20) + " MiB usable, "
                            + (minimum >> 20) + " MiB needed to start; free some or choose another directory");
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve(".brine-lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new BrokerException(
                    Reason.DATA_IN_USE,
                    "data directory " + root + " is in use by another broker; stop it or choose another directory");
        }
        return channel;
    }

    private static BrokerException failure(@Nullable Path given, IOException e) {
        String where = given == null ? "the system's temporary directory" : given.toString();
        if (BrokerException.isNoSpace(e)) {
            return new BrokerException(
                    Reason.NO_SPACE,
                    "no space left for data directory " + where + "; free some or choose another directory",
                    e);
        }
        return new BrokerException(
                Reason.NOT_WRITABLE,
                "data directory " + where + " cannot be created or written ("
                        + e.getClass().getSimpleName() + ": " + e.getMessage()
                        + "); choose a directory that this user may write",
                e);
    }

    private static void giveUp(@Nullable Path delete, @Nullable FileChannel lock) {
        try {
            if (lock != null) {
                lock.close();
            }
            if (delete != null) {
                deleteTree(delete);
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(DataDirectory.class)
                    .atWarn()
                    .addKeyValue("error", e.toString())
                    .log("temporary data of the embedded broker was not deleted");
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
