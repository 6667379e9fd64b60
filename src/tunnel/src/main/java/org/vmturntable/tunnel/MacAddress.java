package org.vmturntable.tunnel;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** The MAC address of one interface: unicast, six octets, written in lower case with colons (IEEE 802-2014, 8.1). */
public record MacAddress(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final int GROUP_BIT = 1;

    /** @throws GridException {@link FailureCode#MALFORMED_ID} if it is no MAC address, a group's address or all zero */
    public MacAddress {
        value = value.toLowerCase(Locale.ROOT);
        // The all-zero entry of a VXLAN device stands for every unknown MAC: no guest may own it.
        if (!FORM.matcher(value).matches() || isGroup(value) || value.equals("00:00:00:00:00:00")) {
            throw new GridException(
                    FailureCode.MALFORMED_ID, "Not the MAC address of one interface: " + value, Map.of("mac", value));
        }
    }

    private static boolean isGroup(String value) {
        return (Integer.parseInt(value.substring(0, 2), 16) & GROUP_BIT) != 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
