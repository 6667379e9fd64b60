package org.vmturntable.aaa.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmturntable.kernel.FailureCode;

/** Against the keys that the Java platform makes, which has its own Ed25519. */
class KeysTest {
    @Test
    void readsAKeyPairOfAnotherMaker() throws NoSuchAlgorithmException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SigningKey signing =
                SigningKey.fromPem(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        VerificationKey fromInfo = VerificationKey.parse(base64(pair.getPublic().getEncoded()));
        assertThat(signing.verificationKey()).isEqualTo(fromInfo);
        assertThat(VerificationKey.parse(fromInfo.base64())).isEqualTo(fromInfo);
        assertThat(fromInfo.thumbprint()).isEqualTo(Thumbprint.of(pair.getPublic()));
    }

    @Test
    void refusesAPrivateKeyOfAnotherKind() throws NoSuchAlgorithmException {
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        String pem = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        assertFails(FailureCode.CONFIGURATION_INVALID, () -> SigningKey.fromPem(pem));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMC4",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            })
    void refusesWhatIsNoPrivateKey(String pem) {
        assertFails(FailureCode.CONFIGURATION_INVALID, () -> SigningKey.fromPem(pem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64!", "/////////////////////////////////////////w=="})
    void refusesWhatIsNoPublicKey(String base64) {
        assertFails(FailureCode.CONFIGURATION_INVALID, () -> VerificationKey.parse(base64));
    }

    @Test
    void refusesAKeyOfSmallOrder() {
        String identity = "0100000000000000000000000000000000000000000000000000000000000000";
        assertFails(FailureCode.CONFIGURATION_INVALID, () -> new VerificationKey(identity));
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n" + base64(content) + "\n-----END " + type + "-----\n";
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(content);
    }
}
