package org.vmturntable.kernel;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret by which the two gates of one move know each other: 32 random bytes, made by the destination. Never in a log, a fault
 * or a {@link #toString}.
 */
public final class Ticket {
    /** Length of a proof, in bytes. */
    public static final int PROOF_BYTES = 32;

    private static final int SECRET_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private final byte[] secret;

    private Ticket(byte[] secret) {
        this.secret = secret;
    }

    public static Ticket random(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new Ticket(secret);
    }

    /**
     * Reads what {@link #hex} wrote.
     *
     * @throws GridException {@code REQUEST_MALFORMED} if it is not 64 hexadecimal digits; the message does not repeat the text
     */
    public static Ticket parse(String hex) {
        try {
            byte[] secret = HexFormat.of().parseHex(hex);
            if (secret.length == SECRET_BYTES) {
                return new Ticket(secret);
            }
        } catch (IllegalArgumentException notHexadecimal) {
            throw new GridException(FailureCode.REQUEST_MALFORMED, "A ticket is 64 hexadecimal digits", notHexadecimal);
        }
        throw new GridException(FailureCode.REQUEST_MALFORMED, "A ticket is 64 hexadecimal digits");
    }

    /** The secret itself, for whoever has to hand it on. */
    public String hex() {
        return HexFormat.of().formatHex(secret);
    }

    /**
     * Proves knowledge of the ticket without telling it: HMAC-SHA256 over the parts one after the other.
     *
     * @param parts of fixed lengths, so that no two texts run together to the same bytes
     */
    public byte[] proof(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new GridException(FailureCode.INVARIANT_BROKEN, "Every Java has " + ALGORITHM, e);
        }
    }

    /** In constant time, whatever the two differ in. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Ticket ticket && MessageDigest.isEqual(secret, ticket.secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret);
    }

    @Override
    public String toString() {
        return "Ticket[secret]";
    }
}
