package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.sending.TransactionalOutlet;

/**
 * What the owner needs to process exactly once.
 *
 * @param outlet passes on what handlers have sent
 * @param idPrefix what transactional ids begin with
 * @param producers makes transactional producers, all with one id
 */
record ExactlyOnce(TransactionalOutlet outlet, String idPrefix, TransactionalClients producers) {}
