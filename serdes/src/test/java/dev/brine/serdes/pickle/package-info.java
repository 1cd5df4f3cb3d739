/** Tests of the pickle codec, with the vectors that CPython made. */
package dev.brine.serdes.pickle;
