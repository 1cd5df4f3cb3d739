/** What bodies are: media types asked for and offered, and the form of errors. */
@NullMarked
package dev.brine.gateway.media;

import org.jspecify.annotations.NullMarked;
