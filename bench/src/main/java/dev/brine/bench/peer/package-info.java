/** Arms of other people's libraries, each set up as its documentation says for speed. */
@NullMarked
package dev.brine.bench.peer;

import org.jspecify.annotations.NullMarked;
