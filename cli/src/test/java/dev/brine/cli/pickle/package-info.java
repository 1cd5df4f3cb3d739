/** Tests of {@code brine pickle}. */
package dev.brine.cli.pickle;
