package dev.brine.cli;

import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.IVersionProvider;

/** The versions of this command, of Kafka's client and of Java. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String ours = Brine.class.getPackage().getImplementationVersion();
        return new String[] {
            "brine " + (ours == null ? "(built from sources)" : ours),
            "kafka " + AppInfoParser.getVersion(),
            "java " + System.getProperty("java.version")
        };
    }
}
