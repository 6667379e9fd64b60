package org.vmturntable.aaa.token;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * An Ed25519 public key (RFC 8032).
 *
 * @param hex its 32 bytes as 64 lower-case hexadecimal digits
 */
public record VerificationKey(String hex) {
    /** What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410, 4). */
    private static final byte[] INFO_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int LENGTH = Ed25519.PUBLIC_KEY_SIZE;

    /** @throws GridException {@link FailureCode#CONFIGURATION_INVALID} if these are not 32 bytes that encode a point of the curve */
    public VerificationKey {
        byte[] raw = HexFormat.of().parseHex(hex);
        if (raw.length != LENGTH || !Ed25519.validatePublicKeyFull(raw, 0)) {
            throw new GridException(FailureCode.CONFIGURATION_INVALID, "Not an Ed25519 public key: " + hex);
        }
    }

    static VerificationKey of(byte[] raw) {
        return new VerificationKey(HexFormat.of().formatHex(raw));
    }

    /**
     * Reads Base64 of the bare 32 bytes or of a SubjectPublicKeyInfo.
     *
     * @throws GridException {@link FailureCode#CONFIGURATION_INVALID} if it is neither
     */
    public static VerificationKey parse(String base64) {
        try {
            byte[] decoded = Base64.getDecoder().decode(base64.strip());
            boolean info = decoded.length == INFO_PREFIX.length + LENGTH
                    && Arrays.equals(decoded, 0, INFO_PREFIX.length, INFO_PREFIX, 0, INFO_PREFIX.length);
            return of(info ? Arrays.copyOfRange(decoded, INFO_PREFIX.length, decoded.length) : decoded);
        } catch (IllegalArgumentException notBase64) {
            throw new GridException(
                    FailureCode.CONFIGURATION_INVALID, "Not an Ed25519 public key: " + base64, notBase64);
        }
    }

    /** Base64 of the bare 32 bytes. */
    public String base64() {
        return Base64.getEncoder().encodeToString(raw());
    }

    public Thumbprint thumbprint() {
        byte[] info = Arrays.copyOf(INFO_PREFIX, INFO_PREFIX.length + LENGTH);
        System.arraycopy(raw(), 0, info, INFO_PREFIX.length, LENGTH);
        return Thumbprint.ofInfo(info);
    }

    byte[] raw() {
        return HexFormat.of().parseHex(hex);
    }

    boolean verifies(byte[] message, byte[] signature) {
        Ed25519PublicKeyParameters key = new Ed25519PublicKeyParameters(raw());
        return key.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    }
}
