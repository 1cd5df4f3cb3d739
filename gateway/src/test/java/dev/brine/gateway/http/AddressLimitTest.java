package dev.brine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** By addresses that a test machine does not have; {@code ConnectionsPerAddressTest} has real connections. */
final class AddressLimitTest {

    private final AtomicInteger refused = new AtomicInteger();
    private final AddressLimit limit = new AddressLimit(2, refused::incrementAndGet, System::nanoTime);

    @Test
    void anIpv6NetworkOf64BitsHasTheConnectionsOfOneAddress() throws IOException {
        // When
        FakeChannel first = accepted("2001:db8:0:1::1");
        FakeChannel second = accepted("2001:db8:0:1:ffff::2");
        FakeChannel third = accepted("2001:db8:0:1::3");
        FakeChannel neighbour = accepted("2001:db8:0:2::1");

        // Then
        assertThat(first.isOpen()).isTrue();
        assertThat(second.isOpen()).isTrue();
        assertThat(third.isOpen()).isFalse();
        assertThat(neighbour.isOpen()).isTrue();
        assertThat(refused).hasValue(1);
    }

    @Test
    void ipv4AddressesCountByThemselves() throws IOException {
        // When
        accepted("192.0.2.1");
        accepted("192.0.2.1");
        FakeChannel third = accepted("::ffff:192.0.2.1");
        FakeChannel neighbour = accepted("192.0.2.2");

        // Then
        assertThat(third.isOpen())
                .as("the same address, written as one of IPv6")
                .isFalse();
        assertThat(neighbour.isOpen()).isTrue();
    }

    @Test
    void whoLeavesMakesRoomForAnotherOfTheNetwork() throws IOException {
        // Given
        FakeChannel first = accepted("2001:db8::1");
        accepted("2001:db8::2");
        accepted("2001:db8::3");

        // When
        limit.onClosed(first);
        limit.onClosed(first);
        FakeChannel fourth = accepted("2001:db8::4");
        FakeChannel fifth = accepted("2001:db8::5");

        // Then
        assertThat(fourth.isOpen()).isTrue();
        assertThat(fifth.isOpen()).as("one has left, once").isFalse();
    }

    @Test
    void whatHasGoneBeforeItHadAnAddressDoesNotCount() throws IOException {
        // Given
        FakeChannel gone = FakeChannel.gone();

        // When
        limit.onAccepting(gone);
        limit.onClosed(gone);

        // Then
        assertThat(refused).hasValue(0);
    }

    private FakeChannel accepted(String address) throws IOException {
        FakeChannel channel = FakeChannel.from(address);
        limit.onAccepting(channel);
        return channel;
    }
}
