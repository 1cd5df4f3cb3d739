package dev.brine.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code HOST:PORT}, {@code :PORT} or {@code PORT} of a command line; without a host it is 127.0.0.1. */
public final class HostPort implements ITypeConverter<InetSocketAddress> {

    @Override
    public InetSocketAddress convert(String value) {
        int colon = value.lastIndexOf(':');
        String host = colon <= 0 ? "127.0.0.1" : value.substring(0, colon).replaceAll("^\\[|]$", "");
        try {
            int port = Integer.parseInt(value.substring(colon + 1));
            if (port >= 0 && port <= 65_535) {
                InetSocketAddress address = new InetSocketAddress(host, port);
                if (!address.isUnresolved()) {
                    return address;
                }
                throw new TypeConversionException("the host name in '" + value + "' is unknown");
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is not HOST:PORT");
        }
        throw new TypeConversionException("'" + value + "' has no port of 0 to 65535");
    }
}
