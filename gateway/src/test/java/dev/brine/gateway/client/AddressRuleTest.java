package dev.brine.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fd00:ec2::254",
                "ff02::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1",
                "2001:db8::1"
            })
    void aNameMayNotMeanAnAddressThatIsNotPublic(String address) {
        assertThat(forbids("http://weather.example:80", List.of(), address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"93.184.215.14", "172.32.0.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2002:5db8:d822::1"})
    void aNameMayMeanAPublicAddress(String address) {
        assertThat(forbids("http://weather.example:80", List.of(), address)).isFalse();
    }

    @Test
    void oneForbiddenAddressAmongManyIsEnough() {
        assertThat(forbids("http://weather.example", List.of(), "93.184.215.14", "127.0.0.1"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.1.2.3:7000", "http://[fd00::1]:7000", "http://2130706433"})
    void anAddressThatTheConfigurationNamesIsMeant(String url) {
        assertThat(AddressRule.of(URI.create(url), Networks.NONE).forbidden(addresses("10.1.2.3")))
                .isEmpty();
    }

    @Test
    void localhostIsThisMachineAndNothingElse() {
        assertThat(forbids("http://localhost:7000", List.of(), "127.0.0.1", "::1"))
                .isFalse();
        assertThat(forbids("http://localhost:7000", List.of(), "10.0.0.1")).isTrue();
        assertThat(forbids("http://localhost.example.org", List.of(), "127.0.0.1"))
                .isTrue();
    }

    @Test
    void aNameMayMeanTheRangesThatTheConfigurationAdds() {
        assertThat(forbids("http://weather", List.of("10.0.0.0/8"), "10.9.9.9")).isFalse();
        assertThat(forbids("http://weather", List.of("10.0.0.0/8"), "169.254.169.254"))
                .isTrue();
        assertThat(forbids("http://weather", List.of("10.128.0.0/9"), "10.127.255.255"))
                .isTrue();
        assertThat(forbids("http://weather", List.of("fd00::/8"), "fd12::1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather.example", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "", "300.1.1.1/8", ":::/8"})
    void whatIsNoRangeIsRefusedByName(String text) {
        assertThatThrownBy(() -> Networks.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    private static boolean forbids(String url, List<String> networks, String... addresses) {
        return AddressRule.of(URI.create(url), Networks.of(networks))
                .forbidden(addresses(addresses))
                .isPresent();
    }

    private static InetAddress[] addresses(String... texts) {
        InetAddress[] found = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            try {
                found[i] = InetAddress.getByName(texts[i]);
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        return found;
    }
}
