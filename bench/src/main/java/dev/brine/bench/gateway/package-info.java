/**
 * The gateway under load: rates and latency of each edge by connections, and what becomes of a load that is more than it can
 * take. Broker and gateway have a process each; {@code wrk} asks for the rates, and a client of our own for what it cannot.
 */
package dev.brine.bench.gateway;
