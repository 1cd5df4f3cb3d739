/** Holds the example domain's files to what they promise: what is generated, what each version can read. */
package dev.brine.schemas;
