package dev.brine.maven;

import dev.brine.registry.RegistryException;
import dev.brine.registry.directory.Problem;
import dev.brine.registry.directory.ProblemText;
import dev.brine.registry.directory.SchemaDirectory;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Checks every schema of a directory and fails the build when something is wrong: that released files are what was released,
 * that each version keeps its subject's level, that names resolve. Needs no server. All problems are told at once.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class CheckMojo extends AbstractMojo {

    /** The directory of schemas, relative to the project's own. */
    @Parameter(property = "brine.schemas", defaultValue = "schemas", required = true)
    private String directory = "schemas";

    /** A git revision, such as origin/main: whatever is released there must be here, unchanged. */
    @Parameter(property = "brine.against")
    private @Nullable String against;

    /** Leaves the check out. */
    @Parameter(property = "brine.skip", defaultValue = "false")
    private boolean skip;

    /** Keeps which released versions were found in order, so that they are not compared again; 'mvn clean' forgets it. */
    @Parameter(defaultValue = "${project.build.directory}/brine.verdicts", readonly = true, required = true)
    private File memory = new File("");

    @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
    private File basedir = new File("");

    /** For Maven, which sets what is configured. */
    public CheckMojo() {}

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("schemas of " + directory + " are not checked: brine.skip");
            return;
        }
        String revision = against == null ? "" : against;
        try {
            SchemaDirectory schemas = SchemaDirectory.at(basedir.toPath(), Path.of(directory));
            List<Problem> problems = revision.isEmpty()
                    ? schemas.check(memory.toPath())
                    : schemas.checkAgainst(revision, memory.toPath());
            if (!problems.isEmpty()) {
                problems.forEach(one -> ProblemText.paragraph(one).forEach(getLog()::error));
                throw new MojoFailureException(ProblemText.summary(problems, directory));
            }
            getLog().info(ProblemText.inOrder(schemas.versions(), revision));
        } catch (RegistryException e) {
            // What could not be checked must not pass for in order.
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }
}
