/**
 * A registry behind HTTP: any server that speaks the interface of Confluent's registry.
 *
 * <p>{@link dev.brine.registry.http.HttpRegistry} is everything there is to use. A call goes to one of several servers,
 * is repeated where that can help, and ends within its bound whatever the servers do.
 */
@NullMarked
package dev.brine.registry.http;

import org.jspecify.annotations.NullMarked;
