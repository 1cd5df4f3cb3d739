package dev.brine.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.broker.BrokerException.Reason;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import org.apache.kafka.metadata.properties.PropertiesUtils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {

    @TempDir
    Path root;

    @Test
    void directoryIsOpenedAgainWithTheSameCluster() {
        String first = openAndClose(3);

        assertThat(openAndClose(3)).isEqualTo(first);
    }

    @Test
    void otherNumberOfNodesIsRefused() {
        openAndClose(1);

        refused(Reason.FOREIGN_DATA, 3).hasMessageContaining("for 1 node(s), not for 3");
    }

    @Test
    void markerOfANewerVersionIsRefused() throws Exception {
        openAndClose(1);
        change(root.resolve(DataDirectory.MARKER), "metadata.version", "999");

        refused(Reason.NEWER_DATA, 1).hasMessageContaining("999");
    }

    @Test
    void nodeFormattedByANewerKafkaIsRefused() throws Exception {
        // Given
        String cluster = openAndClose(1);
        Path node = root.resolve("node-0");
        for (Path file : Files.list(node).toList()) {
            Files.delete(file);
        }
        MetadataVersion next = MetadataVersion.latestTesting();
        assertThat(next).isGreaterThan(MetadataVersion.latestProduction());
        new Formatter()
                .setSupportedFeatures(Arrays.asList(Feature.FEATURES))
                .setNodeId(0)
                .setClusterId(cluster)
                .setReleaseVersion(next)
                .setUnstableFeatureVersionsEnabled(true)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(node.toString())
                .addDirectory(node.toString())
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .run();

        // Then
        refused(Reason.NEWER_DATA, 1).hasMessageContaining("node-0").hasMessageContaining("metadata version");
    }

    @Test
    void unknownVersionOfMetaPropertiesIsRefused() throws Exception {
        openAndClose(1);
        change(root.resolve("node-0/meta.properties"), "version", "2");

        refused(Reason.NEWER_DATA, 1).hasMessageContaining("version 2");
    }

    @Test
    void nodeOfAnotherClusterIsRefused() throws Exception {
        openAndClose(1);
        change(root.resolve("node-0/meta.properties"), "cluster.id", "somebody-elses-cluster");

        refused(Reason.FOREIGN_DATA, 1).hasMessageContaining("somebody-elses-cluster");
    }

    @Test
    void directoryOfAPlainKafkaIsRefused() throws Exception {
        Files.writeString(root.resolve("meta.properties"), "version=1\n");

        refused(Reason.FOREIGN_DATA, 1).hasMessageContaining("meta.properties");
    }

    @Test
    void directoryInUseIsRefused() {
        try (DataDirectory open = DataDirectory.open(root, 1, 0)) {
            assertThat(open.of(0)).exists();

            refused(Reason.DATA_IN_USE, 1).hasMessageContaining(root.toString());
        }
    }

    @Test
    void fullFileSystemIsNamed() {
        assertThatThrownBy(() -> DataDirectory.open(root, 1, Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_SPACE))
                .hasMessageContaining("no space left")
                .hasMessageContaining(root.toString());
    }

    @Test
    void fileInPlaceOfTheDirectoryIsNamed() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "text");

        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data"), 1, 0))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_WRITABLE))
                .hasMessageContaining("file");
    }

    @Test
    void temporaryDirectoryIsDeletedOnClose() {
        DataDirectory temporary = DataDirectory.open(null, 1, 0);
        Path node = temporary.of(0);
        assertThat(node).exists();

        temporary.close();

        assertThat(node.getParent()).doesNotExist();
    }

    private String openAndClose(int nodes) {
        try (DataDirectory directory = DataDirectory.open(root, nodes, 0)) {
            return directory.clusterId();
        }
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(Reason reason, int nodes) {
        return assertThatThrownBy(() -> DataDirectory.open(root, nodes, 0))
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void change(Path file, String key, String value) throws Exception {
        Properties properties = PropertiesUtils.readPropertiesFile(file.toString());
        properties.setProperty(key, value);
        PropertiesUtils.writePropertiesFile(properties, file.toString(), false);
    }
}
