package dev.brine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0",
        "2001:db8:1:2::, 2001:db8:1:2:0:0:0:0",
        "2001:db8:1:3::1, 2001:db8:1:3:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:0"
    })
    void ipv6AddressCountsAsItsNetworkAndIpv4AsItself(String address, String network) throws Exception {
        assertThat(ClientNetwork.of(InetAddress.getByName(address)).getHostAddress())
                .isEqualTo(network);
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }

    @Test
    void interfaceOfALinkLocalAddressDoesNotCount() {
        assertThat(ClientNetwork.of("fe80:0:0:0:1:2:3:4%nowhere0")).isEqualTo("fe80:0:0:0:0:0:0:0");
    }

    @Test
    void whatIsNoAddressHasNoNetwork() {
        assertThat(ClientNetwork.of("")).isEmpty();
        assertThatThrownBy(() -> ClientNetwork.of("host:80")).isInstanceOf(IllegalArgumentException.class);
    }
}
