package dev.brine.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles one class of a test into a jar. */
final class PluginJar {

    private PluginJar() {}

    static void write(Path jar, String name, String source) throws IOException {
        Path work = Files.createTempDirectory("plugin");
        Path file = work.resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = Path.of(dev.brine.consumer.Handler.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                + java.io.File.pathSeparator
                + Path.of(org.apache.kafka.common.header.Headers.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath());
        int result = compiler.run(
                null, null, null, "-proc:none", "-nowarn", "-d", work.toString(), "-cp", path, file.toString());
        assertThat(result).isZero();
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream classes = new JarOutputStream(out);
                Stream<Path> found = Files.walk(work)) {
            List<Path> compiled =
                    found.filter(path2 -> path2.toString().endsWith(".class")).toList();
            for (Path one : compiled) {
                classes.putNextEntry(new JarEntry(work.relativize(one).toString()));
                Files.copy(one, classes);
            }
        }
    }
}
