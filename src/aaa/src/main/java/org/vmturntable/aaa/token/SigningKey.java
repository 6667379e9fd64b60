package org.vmturntable.aaa.token;

import java.io.IOException;
import java.io.StringReader;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** An Ed25519 private key (RFC 8032). Shows nothing of itself. */
public final class SigningKey {
    private final Ed25519PrivateKeyParameters key;

    private SigningKey(Ed25519PrivateKeyParameters key) {
        this.key = key;
    }

    public static SigningKey generate(SecureRandom random) {
        return new SigningKey(new Ed25519PrivateKeyParameters(random));
    }

    /**
     * Reads an unencrypted PKCS #8 key in PEM (RFC 8410, 7), as {@code openssl genpkey -algorithm ed25519} writes it.
     *
     * @throws GridException {@link FailureCode#CONFIGURATION_INVALID} if it is not that; says nothing of the content
     */
    public static SigningKey fromPem(String pem) {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject object = reader.readPemObject();
            if (object != null && object.getType().equals("PRIVATE KEY")) {
                AsymmetricKeyParameter read = PrivateKeyFactory.createKey(object.getContent());
                if (read instanceof Ed25519PrivateKeyParameters ed25519) {
                    return new SigningKey(ed25519);
                }
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException unreadable) {
            throw notAKey();
        }
        throw notAKey();
    }

    /** @param seed the 32 bytes that RFC 8032 calls the private key */
    static SigningKey ofSeed(byte[] seed) {
        return new SigningKey(new Ed25519PrivateKeyParameters(seed));
    }

    public VerificationKey verificationKey() {
        return VerificationKey.of(key.generatePublicKey().getEncoded());
    }

    byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }

    private static GridException notAKey() {
        return new GridException(FailureCode.CONFIGURATION_INVALID, "Not an unencrypted Ed25519 private key in PEM");
    }
}
