package org.vmturntable.testbed.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    private static final String PASSWORD = SecretFiles.newPassword(new SecureRandom());

    @TempDir
    private Path folder;

    @Test
    void onlyTheOwnerReadsWhatIsWrittenAlsoOverAnOpenFile() throws IOException {
        Path file = folder.resolve("password");
        Files.writeString(file, "old");
        SecretFiles.write(file, "new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).hasContent("new");
    }

    @Test
    void passwordsAreLongAndNeverTheSame() {
        SecureRandom random = new SecureRandom();
        assertThat(SecretFiles.newPassword(random)).hasSize(32).isNotEqualTo(SecretFiles.newPassword(random));
    }

    @Test
    void aKeyStoreHoldsTheKeyUnderItsHoldersNameWithTheChain() throws GeneralSecurityException, IOException {
        CertificateAuthority authority = CertificateAuthority.create(new SecureRandom(), Instant.EPOCH);
        Identity identity = authority.issue(new Subject("chicago", "container"), List.of());
        SecretFiles.writeKeyStore(folder.resolve("k.p12"), identity, authority.certificate(), PASSWORD);
        SecretFiles.writeTrustStore(folder.resolve("t.p12"), authority.certificate(), PASSWORD);

        KeyStore keys = load("k.p12");
        assertThat(keys.getKey("chicago", PASSWORD.toCharArray())).isEqualTo(identity.key());
        assertThat(keys.getCertificateChain("chicago")).hasSize(2);
        assertThat(load("t.p12").getCertificate("ca")).isEqualTo(authority.certificate());
    }

    @Test
    void aTokenKeysPublicTextVerifiesWhatItSigns() throws GeneralSecurityException {
        TokenKey key = TokenKey.create(new SecureRandom());
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key.privateKey());
        signer.update(new byte[] {1, 2, 3});
        byte[] signature = signer.sign();

        byte[] encoded = Base64.getDecoder().decode(key.publicText());
        signer.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        signer.update(new byte[] {1, 2, 3});
        assertThat(signer.verify(signature)).isTrue();
    }

    private KeyStore load(String name) throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(folder.resolve(name).toFile(), PASSWORD.toCharArray());
    }
}
