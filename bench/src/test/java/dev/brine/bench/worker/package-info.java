/** Whether the comparison of workers measures what it says. */
package dev.brine.bench.worker;
