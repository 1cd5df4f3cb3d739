/**
 * The {@code brine} command: the top command, the outside world as commands see it, exit codes and errors.
 *
 * <p>Start at {@link dev.brine.cli.Brine}. A command is a class with picocli's {@code @Command} named in the list of
 * {@code Brine}; its constructor may take a {@link dev.brine.cli.Console}. Nothing here is an API for other programs:
 * the command line is.
 */
@NullMarked
package dev.brine.cli;

import org.jspecify.annotations.NullMarked;
