package org.vmturntable.testbed.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import org.vmturntable.testbed.process.HostException;

/** Writes keys, certificates and passwords; only the owner can read what it writes. */
public final class SecretFiles {
    private static final int PASSWORD_BYTES = 24;
    private static final int LINE = 64;

    private SecretFiles() {}

    /** A password of 32 characters that can stand in any file. */
    public static String newPassword(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Writes a file with mode 0600, which it has before its first byte. */
    public static void write(Path file, byte[] content) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, content);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    public static void write(Path file, String content) {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** A PKCS #12 store with one key under the subject's name, its chain up to the authority. */
    public static void writeKeyStore(Path file, Identity identity, Certificate authority, String password) {
        writeStore(
                file,
                password,
                store -> store.setKeyEntry(
                        identity.subject().name(), identity.key(), password.toCharArray(), new Certificate[] {
                            identity.certificate(), authority
                        }));
    }

    /** A PKCS #12 store that trusts the authority, under the alias {@code ca}. */
    public static void writeTrustStore(Path file, Certificate authority, String password) {
        writeStore(file, password, store -> store.setCertificateEntry("ca", authority));
    }

    /** PEM of a certificate. */
    public static String pem(Certificate certificate) throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** PEM of a private key, PKCS #8, not encrypted. */
    public static String pem(Key key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }

    private static void writeStore(Path file, String password, Filling filling) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password.toCharArray());
            write(file, bytes.toByteArray());
        } catch (GeneralSecurityException | IOException refused) {
            throw new HostException("The key store " + file + " cannot be written.", refused);
        }
    }
}
