package org.vmturntable.testbed.pki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Base64;

/** The Ed25519 key with which a site's authority signs tokens. */
public final class TokenKey {
    private final KeyPair pair;

    private TokenKey(KeyPair pair) {
        this.pair = pair;
    }

    public static TokenKey create(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, random);
            return new TokenKey(generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java 17 has Ed25519", impossible);
        }
    }

    public PrivateKey privateKey() {
        return pair.getPrivate();
    }

    /** The public half as peers are told it: base64 of its SubjectPublicKeyInfo (RFC 8410). */
    public String publicText() {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }
}
