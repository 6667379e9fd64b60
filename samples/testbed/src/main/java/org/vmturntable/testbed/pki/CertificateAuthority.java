package org.vmturntable.testbed.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certification authority that lives as long as one testbed: its key never leaves memory, so nothing it signed can be added
 * to later. RSA, because the WS-Security policy's algorithm suite signs with it.
 */
public final class CertificateAuthority {
    private static final int KEY_BITS = 2048;
    private static final int SERIAL_BITS = 120;
    private static final Duration VALIDITY = Duration.ofDays(7);
    // clocks that lag a little still accept what was made just now
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final SecureRandom random;
    private final Instant from;
    private final Identity authority;

    private CertificateAuthority(SecureRandom random, Instant from, Identity authority) {
        this.random = random;
        this.from = from;
        this.authority = authority;
    }

    /** Makes a new authority, valid for seven days from {@code now}. */
    public static CertificateAuthority create(SecureRandom random, Instant now) {
        try {
            Instant from = now.minus(LEEWAY);
            Subject self = new Subject("testbed CA", "authority");
            KeyPair pair = newPair(random);
            var builder = builder(self.encoded(), self.encoded(), pair.getPublic(), from, random);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new CertificateAuthority(random, from, new Identity(self, pair.getPrivate(), sign(builder, pair)));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException impossible) {
            throw new IllegalStateException("This Java cannot make certificates", impossible);
        }
    }

    /** The authority's own certificate, which everyone trusts. */
    public X509Certificate certificate() {
        return authority.certificate();
    }

    /**
     * Makes a key and its certificate, for both ends of TLS and for signatures.
     *
     * @param hosts IPv4 addresses at which the holder serves; empty for a holder who only calls
     */
    public Identity issue(Subject subject, List<String> hosts) {
        try {
            KeyPair pair = newPair(random);
            var builder = builder(authority.subject().encoded(), subject.encoded(), pair.getPublic(), from, random);
            describe(builder, subject, hosts, pair.getPublic());
            var signer = new KeyPair(certificate().getPublicKey(), authority.key());
            return new Identity(subject, pair.getPrivate(), sign(builder, signer));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException impossible) {
            throw new IllegalStateException("This Java cannot make certificates", impossible);
        }
    }

    private void describe(X509v3CertificateBuilder builder, Subject subject, List<String> hosts, PublicKey key)
            throws CertIOException, GeneralSecurityException {
        var extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, names(subject, hosts));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(certificate()));
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
    }

    private static GeneralNames names(Subject subject, List<String> hosts) {
        return new GeneralNames(Stream.concat(
                        Stream.of(new GeneralName(GeneralName.dNSName, subject.name())),
                        hosts.stream().map(host -> new GeneralName(GeneralName.iPAddress, host)))
                .toArray(GeneralName[]::new));
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant from, SecureRandom random) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                Date.from(from),
                Date.from(from.plus(VALIDITY)),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair signer)
            throws OperatorCreationException, GeneralSecurityException {
        var signature = new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signature));
    }

    private static KeyPair newPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS, random);
        return generator.generateKeyPair();
    }
}
