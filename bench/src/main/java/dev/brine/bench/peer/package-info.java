/** Arms of other people's libraries, each set up as its documentation says for speed. */
package dev.brine.bench.peer;
