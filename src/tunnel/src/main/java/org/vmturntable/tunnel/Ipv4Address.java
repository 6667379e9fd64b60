package org.vmturntable.tunnel;

import java.util.Map;
import java.util.regex.Pattern;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** An IPv4 address of one host in dotted decimal without leading zeros (RFC 6943, 3.1.1: strict form). Never a host name. */
public record Ipv4Address(String value) {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern FORM = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final int FIRST_MULTICAST = 224;

    /** @throws GridException {@link FailureCode#MALFORMED_ID} if it is no IPv4 address that one host can own */
    public Ipv4Address {
        if (!FORM.matcher(value).matches() || !ownable(value)) {
            throw new GridException(
                    FailureCode.MALFORMED_ID, "Not an IPv4 address of a host: " + value, Map.of("address", value));
        }
    }

    /** Neither "this network" (0/8) nor multicast, reserved or broadcast (224/3): RFC 6890. */
    private static boolean ownable(String value) {
        int first = Integer.parseInt(value.substring(0, value.indexOf('.')));
        return first != 0 && first < FIRST_MULTICAST;
    }

    @Override
    public String toString() {
        return value;
    }
}
