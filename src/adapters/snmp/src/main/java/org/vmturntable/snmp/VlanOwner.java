package org.vmturntable.snmp;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.vmturntable.kernel.LightpathId;

/**
 * Writes on a VLAN whose it is: {@code drac-} and the lightpath's id in Base64url, 27 characters of the 32 that
 * dot1qVlanStaticName may have.
 */
final class VlanOwner {
    private VlanOwner() {}

    static String nameOf(LightpathId owner) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(owner.value().getMostSignificantBits())
                .putLong(owner.value().getLeastSignificantBits())
                .array();
        return "drac-" + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
