package org.vmturntable.snmp;

import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * A user of SNMPv3's user-based security (RFC 3414): messages are signed with HMAC-192-SHA-256 (RFC 7860) and encrypted with
 * AES-128 (RFC 3826), never less.
 *
 * @param authentication pass phrase, 8 characters or more (RFC 3414, 11.2)
 * @param privacy pass phrase, 8 characters or more
 */
public record SnmpCredentials(String user, String authentication, String privacy) {
    private static final int SHORTEST = 8;

    public SnmpCredentials {
        if (user.isBlank() || authentication.length() < SHORTEST || privacy.length() < SHORTEST) {
            throw new GridException(
                    FailureCode.CONFIGURATION_INVALID,
                    "SNMP needs a user and two pass phrases of " + SHORTEST + " characters or more");
        }
    }

    /** Names the user only. */
    @Override
    public String toString() {
        return "SnmpCredentials[" + user + "]";
    }
}
