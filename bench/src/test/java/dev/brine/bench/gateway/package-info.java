/** Whether the gateway's measurement measures what it says. */
package dev.brine.bench.gateway;
