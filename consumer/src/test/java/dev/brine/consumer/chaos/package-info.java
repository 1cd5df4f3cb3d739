/** The chaos suite: workers to which everything happens, and the audit of what they did. See docs/design/chaos.md. */
package dev.brine.consumer.chaos;
