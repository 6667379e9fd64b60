package org.vmturntable.testbed.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.element.SnmpSecrets;
import org.vmturntable.testbed.pki.CertificateAuthority;
import org.vmturntable.testbed.pki.Identity;
import org.vmturntable.testbed.pki.SecretFiles;
import org.vmturntable.testbed.pki.Subject;
import org.vmturntable.testbed.pki.TokenKey;
import org.vmturntable.testbed.topology.Place;
import org.vmturntable.testbed.topology.Site;

/** Makes every key, certificate and password of a testbed, and knows what others must be told of them. */
final class Credentials {
    static final Subject OPERATOR = new Subject("operator", "operator");

    private final Testbed testbed;
    private final SecureRandom random;
    private final CertificateAuthority authority;
    private final Map<SiteId, String> tokenKeys = new LinkedHashMap<>();

    private Credentials(Testbed testbed, SecureRandom random, Instant now) {
        this.testbed = testbed;
        this.random = random;
        this.authority = CertificateAuthority.create(random, now);
    }

    /** Writes new passphrases for the optical elements, which their emulator wants before all else. */
    static void createSnmpSecrets(Testbed testbed, SecureRandom random) {
        try {
            SnmpSecrets.random(random).write(testbed.snmpSecrets());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Writes everything else below the testbed's state. */
    static Credentials create(Testbed testbed, SecureRandom random, Instant now) {
        Credentials credentials = new Credentials(testbed, random, now);
        for (Place place : testbed.topology().places()) {
            credentials.issue(
                    credentials.subjectOf(place.name()),
                    List.of(place.internet().text()));
        }
        credentials.issue(OPERATOR, List.of());
        testbed.topology().sites().forEach(credentials::issueTokenKey);
        return credentials;
    }

    Subject subjectOf(SiteId place) {
        boolean edge = place.equals(testbed.topology().edge().name());
        return new Subject(place.value(), edge ? "edge" : "container");
    }

    /** Public token key of a site, base64 of its SubjectPublicKeyInfo. */
    String tokenKeyOf(SiteId site) {
        return java.util.Objects.requireNonNull(tokenKeys.get(site));
    }

    static Path keyStore(Testbed testbed, String holder) {
        return testbed.keysOf(holder).resolve(holder + ".p12");
    }

    static Path trustStore(Testbed testbed, String holder) {
        return testbed.keysOf(holder).resolve("ca.p12");
    }

    static Path passwordFile(Testbed testbed, String holder) {
        return testbed.keysOf(holder).resolve("password");
    }

    static Path tokenKeyFile(Testbed testbed, SiteId site) {
        return testbed.keysOf(site.value()).resolve("token-ed25519.pem");
    }

    private void issue(Subject subject, List<String> hosts) {
        String holder = subject.name();
        createPrivateFolder(testbed.keysOf(holder));
        Identity identity = authority.issue(subject, hosts);
        String password = SecretFiles.newPassword(random);
        SecretFiles.write(passwordFile(testbed, holder), password + "\n");
        SecretFiles.writeKeyStore(keyStore(testbed, holder), identity, authority.certificate(), password);
        SecretFiles.writeTrustStore(trustStore(testbed, holder), authority.certificate(), password);
        if ("container".equals(subject.unit())) {
            writeForLibvirt(testbed.directoryOf(new SiteId(holder)).pki(), identity);
        }
    }

    /** libvirt wants PEM at fixed places below /etc/pki; one certificate serves and calls. */
    private void writeForLibvirt(Path pki, Identity identity) {
        SecretFiles.write(pki.resolve("CA/cacert.pem"), pem(authority.certificate()));
        for (String end : List.of("server", "client")) {
            SecretFiles.write(pki.resolve("libvirt/" + end + "cert.pem"), pem(identity.certificate()));
            SecretFiles.write(pki.resolve("libvirt/private/" + end + "key.pem"), SecretFiles.pem(identity.key()));
        }
    }

    private void issueTokenKey(Site site) {
        TokenKey key = TokenKey.create(random);
        SecretFiles.write(tokenKeyFile(testbed, site.name()), SecretFiles.pem(key.privateKey()));
        tokenKeys.put(site.name(), key.publicText());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return SecretFiles.pem(certificate);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("A certificate just made has no encoding", impossible);
        }
    }

    private static void createPrivateFolder(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
