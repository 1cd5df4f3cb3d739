/**
 * Records that come over TCP: framed, decoded, written to a topic, answered.
 *
 * <p>{@link dev.brine.gateway.tcp.TcpSource} listens. Each connection is a {@link dev.brine.gateway.tcp.Conversation}, whose
 * {@link dev.brine.gateway.tcp.Framer} cuts bytes into frames and whose {@link dev.brine.gateway.tcp.Answers} go back in
 * the order of the frames. The selectors, threads and TLS are Jetty's.
 */
@NullMarked
package dev.brine.gateway.tcp;

import org.jspecify.annotations.NullMarked;
