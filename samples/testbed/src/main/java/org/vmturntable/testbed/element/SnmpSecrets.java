package org.vmturntable.testbed.element;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * What the elements' user knows. In a file: the passphrase for authentication on the first line, the one for privacy on the
 * second.
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

    public static SnmpSecrets read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != 2) {
            throw new IOException(file + " needs two lines: a passphrase for authentication and one for privacy");
        }
        return new SnmpSecrets(lines.get(0), lines.get(1));
    }

    /** Writes a new file that only its owner can read. */
    public void write(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, List.of(authentication, privacy));
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
