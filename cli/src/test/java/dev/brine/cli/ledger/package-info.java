/**
 * The ledger of the edges: clients write to every source at once while Brine and the broker are killed, and afterwards the
 * topics are read and held against what the clients were told.
 *
 * <p>Start at {@link dev.brine.cli.ledger.EdgesLedgerIT}; {@code docs/design/edges-ledger.md} says what is promised and how
 * to run more rounds.
 */
package dev.brine.cli.ledger;
