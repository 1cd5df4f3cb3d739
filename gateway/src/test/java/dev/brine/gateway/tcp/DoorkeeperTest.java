package dev.brine.gateway.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DoorkeeperTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "::1, ::1, true",
        "fd00::/8, fdab::1, true",
        "fd00::/8, 10.0.0.1, false"
    })
    void rangeHoldsItsAddresses(String range, String address, boolean inside) throws Exception {
        assertThat(Cidr.parse(range).contains(InetAddress.getByName(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "", "dead"})
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noAddressTakesAllThePlacesAndPlacesComeBack() throws Exception {
        // Given
        Doorkeeper door = new Doorkeeper(List.of(), 3, 2);
        InetAddress one = InetAddress.getByName("10.0.0.1");
        InetAddress other = InetAddress.getByName("10.0.0.2");

        // Then
        assertThat(door.enter(one)).isEmpty();
        assertThat(door.enter(one)).isEmpty();
        assertThat(door.enter(one)).contains("connections-of-address");
        assertThat(door.enter(other)).isEmpty();
        assertThat(door.enter(other)).contains("connections");
        door.leave(one);
        assertThat(door.enter(other)).isEmpty();
        assertThat(door.inside()).isEqualTo(3);
    }

    @Test
    void addressesOfOneIpv6NetworkHaveTheirPlacesTogether() throws Exception {
        // Given
        Doorkeeper door = new Doorkeeper(List.of(), 10, 2);
        InetAddress first = InetAddress.getByName("2001:db8:1:2::1");

        // Then
        assertThat(door.enter(first)).isEmpty();
        assertThat(door.enter(InetAddress.getByName("2001:db8:1:2::2"))).isEmpty();
        assertThat(door.enter(InetAddress.getByName("2001:db8:1:2:a:b:c:d"))).contains("connections-of-address");
        assertThat(door.enter(InetAddress.getByName("2001:db8:1:3::1"))).isEmpty();
        door.leave(first);
        assertThat(door.enter(InetAddress.getByName("2001:db8:1:2::3"))).isEmpty();
    }

    @Test
    void whoIsNotAllowedTakesNoPlace() throws Exception {
        Doorkeeper door = new Doorkeeper(List.of(Cidr.parse("10.0.0.0/8")), 1, 1);

        assertThat(door.enter(InetAddress.getByName("127.0.0.1"))).contains("address");
        assertThat(door.inside()).isZero();
    }
}
