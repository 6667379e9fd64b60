package org.vmturntable.testbed.element;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Random;

/**
 * What the elements' user knows. In a file: Java properties with the passphrases {@code authentication} and
 * {@code privacy}, as a grid container reads them.
 *
 * @param authentication at least 8 characters (RFC 3414, 11.2)
 * @param privacy likewise
 */
public record SnmpSecrets(String authentication, String privacy) {
    /** The one user of every element. */
    public static final String USER = "drac";

    private static final int SHORTEST = 8;
    private static final int RANDOM_OCTETS = 18;

    public SnmpSecrets {
        if (authentication.length() < SHORTEST || privacy.length() < SHORTEST) {
            throw new IllegalArgumentException("a passphrase has at least " + SHORTEST + " characters");
        }
    }

    /** @param random fit for secrets */
    public static SnmpSecrets random(Random random) {
        return new SnmpSecrets(passphrase(random), passphrase(random));
    }

    /** @throws IOException if the file cannot be read or lacks a passphrase */
    public static SnmpSecrets read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
        }
        try {
            return new SnmpSecrets(properties.getProperty("authentication", ""), properties.getProperty("privacy", ""));
        } catch (IllegalArgumentException tooShort) {
            throw new IOException(file + ": " + tooShort.getMessage(), tooShort);
        }
    }

    /** Writes a new file that only its owner can read. */
    public void write(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, List.of("authentication=" + authentication, "privacy=" + privacy));
    }

    @Override
    public String toString() {
        return "SnmpSecrets[...]";
    }

    private static String passphrase(Random random) {
        byte[] octets = new byte[RANDOM_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
