/**
 * Records that come from an API that is asked again and again.
 *
 * <p>{@link dev.brine.gateway.poll.HttpPollSource} has one thread, which asks for the pages of a round one behind the
 * other, writes what is new on a page, waits for the acknowledgements, and only then notes the page's {@code ETag} and
 * what leads on from it. What was not noted is asked for again: nothing is lost, and {@code brine.position} tells what
 * came twice.
 */
@NullMarked
package dev.brine.gateway.poll;

import org.jspecify.annotations.NullMarked;
