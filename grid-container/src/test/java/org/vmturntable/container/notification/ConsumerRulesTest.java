package org.vmturntable.container.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.vmturntable.kernel.Failures.assertFails;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmturntable.kernel.FailureCode;

class ConsumerRulesTest {
    private final Map<String, List<String>> names = new HashMap<>(Map.of(
            "portal.example", List.of("203.0.113.7"),
            "two.example", List.of("203.0.113.7", "127.0.0.1"),
            "libvirt.example", List.of("198.51.100.9")));
    private final ConsumerRules rules = new ConsumerRules(
            Set.of(
                    URI.create("http://127.0.0.1:9000"),
                    URI.create("https://desk.example"),
                    URI.create("https://door.example:443"),
                    URI.create("http://door.example:80")),
            Set.of("198.51.100.1", "libvirt.example", "absent.example"),
            List.of(URI.create("https://198.51.100.2:8443")),
            this::look,
            address -> address.getHostAddress().equals("203.0.113.99"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example/notify",
                "https://203.0.113.7:8080/",
                "https://[2001:db8::7]/x",
                "https://198.51.100.2/on-the-same-host-as-a-container",
                "http://127.0.0.1:9000/named-by-the-site",
                "https://desk.example:1234/any-port",
                "https://door.example/the-usual-port",
                "http://door.example/the-usual-port"
            })
    void sendsWhereASubscriberCouldSendItself(String consumer) {
        assertThatCode(() -> rules.check(URI.create(consumer))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://portal.example/notify",
                "ftp://portal.example/",
                "file:///etc/passwd",
                "urn:nowhere",
                "https://someone@portal.example/",
                "https://127.0.0.1/",
                "https://2130706433/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://0.0.0.0/",
                "https://[::]/",
                "https://169.254.169.254/latest/meta-data",
                "https://[fe80::1]/",
                "https://224.0.0.1/",
                "https://two.example/",
                "https://unknown.example/",
                "https://198.51.100.1:16514/",
                "https://198.51.100.9/",
                "https://203.0.113.99:8080/another-interface-of-this-host",
                "http://door.example:443/",
                "https://198.51.100.2:8443/hosting",
                "http://127.0.0.1:9001/",
                "https://127.0.0.1:9000/"
            })
    void sendsNowhereElse(String consumer) {
        assertRefused(consumer);
    }

    @Test
    void looksANameUpEachTime() {
        rules.check(URI.create("https://portal.example/"));
        names.put("portal.example", List.of("127.0.0.1"));
        assertRefused("https://portal.example/");
    }

    @Test
    void knowsAnAddressOfThisHost() throws UnknownHostException {
        assertThat(ConsumerRules.isOnThisHost(InetAddress.getLoopbackAddress())).isTrue();
        assertThat(ConsumerRules.isOnThisHost(InetAddress.getByName("192.0.2.77")))
                .isFalse();
    }

    private void assertRefused(String consumer) {
        assertFails(FailureCode.CONSUMER_NOT_PERMITTED, () -> rules.check(URI.create(consumer)));
    }

    /** Numbers as the platform reads them; names from the table alone. */
    private InetAddress[] look(String host) throws UnknownHostException {
        boolean number = host.startsWith("[") || host.matches("[0-9.]+");
        List<String> addresses = number ? List.of(host) : names.getOrDefault(host, List.of());
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        InetAddress[] found = new InetAddress[addresses.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByName(addresses.get(i));
        }
        return found;
    }
}
