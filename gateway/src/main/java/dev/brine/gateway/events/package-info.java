/**
 * Handlers by the type of event, whatever the events come from.
 *
 * <p>{@link dev.brine.gateway.events.Events} calls what was registered {@code on(OrderPlaced.class, ...)}. Whatever has
 * events hands them to it as a {@link dev.brine.gateway.events.Feed}: a worker by {@link
 * dev.brine.gateway.events.TopicFeed}, a source of the gateway by {@link dev.brine.gateway.events.FeedWriter}, web pages by
 * {@link dev.brine.gateway.events.FetchPool}, and an application by calling it.
 */
@NullMarked
package dev.brine.gateway.events;

import org.jspecify.annotations.NullMarked;
