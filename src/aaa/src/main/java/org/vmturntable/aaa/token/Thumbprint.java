package org.vmturntable.aaa.token;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * Names a public key: SHA-256 of its SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), so it stays the same when a certificate is renewed.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Thumbprint(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Thumbprint {
        if (!FORM.matcher(hex).matches()) {
            throw new GridException(FailureCode.MALFORMED_ID, "Not a key thumbprint: " + hex, Map.of("key", hex));
        }
    }

    /** @param key its {@code getEncoded()} is X.509's SubjectPublicKeyInfo, as for every key of a certificate */
    public static Thumbprint of(PublicKey key) {
        return ofInfo(key.getEncoded());
    }

    static Thumbprint ofInfo(byte[] subjectPublicKeyInfo) {
        return ofDigest(sha256().digest(subjectPublicKeyInfo));
    }

    static Thumbprint ofDigest(byte[] digest) {
        return new Thumbprint(HexFormat.of().formatHex(digest));
    }

    byte[] digest() {
        return HexFormat.of().parseHex(hex);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new GridException(FailureCode.INVARIANT_BROKEN, "Every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
