package dev.brine.gateway.client;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where names become addresses. */
interface Lookup {

    /** At least one address; may take its time. */
    InetAddress[] of(String host) throws UnknownHostException;
}
