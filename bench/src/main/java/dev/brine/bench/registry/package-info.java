/** A registry that has grown: how long it takes to load and to ask, and how much memory it keeps. */
@org.jspecify.annotations.NullMarked
package dev.brine.bench.registry;
