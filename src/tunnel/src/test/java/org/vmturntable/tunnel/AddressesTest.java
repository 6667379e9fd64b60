package org.vmturntable.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmturntable.kernel.GridException;

class AddressesTest {
    @Test
    void writesAMacAddressInOneWay() {
        assertThat(new MacAddress("52:54:00:0A:01:02")).isEqualTo(new MacAddress("52:54:00:0a:01:02"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "52:54:00:0a:01",
                "5254000a0102",
                "00:00:00:00:00:00",
                "ff:ff:ff:ff:ff:ff",
                "01:00:5e:00:00:01",
                "52:54:00:0a:01:02 dev lo"
            })
    void refusesWhatIsNoInterfaceMac(String text) {
        assertThatThrownBy(() -> new MacAddress(text)).isInstanceOf(GridException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3.4", "10.1.1.254", "198.18.0.3", "223.255.255.255"})
    void takesAHostAddress(String text) {
        assertThat(new Ipv4Address(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "localhost",
                "1.2.3.4/24",
                "-1.2.3.4"
            })
    void refusesWhatNoHostCanOwn(String text) {
        assertThatThrownBy(() -> new Ipv4Address(text)).isInstanceOf(GridException.class);
    }
}
