/**
 * The worker beside what people use instead, on the same broker, with the same caps: rates, processor time, allocation,
 * latency, and how they grow. The broker has a process of its own, and so has every run of every contender.
 */
package dev.brine.bench.worker;
