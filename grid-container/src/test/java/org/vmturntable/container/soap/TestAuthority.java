package org.vmturntable.container.soap;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.vmturntable.soap.SoapIdentity;

/** A certificate authority that lives for one test. */
public final class TestAuthority {
    private static final String PASSWORD = "only for tests";

    private final Path folder;
    private final X500Principal name;
    private final KeyPair keys = newKeys();
    private final X509Certificate root;
    private int serial;

    public TestAuthority(Path folder, String name) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.name = new X500Principal("CN=" + name);
        this.root = certificate(this.name, keys, true);
        writeSecret(folder.resolve("password"), PASSWORD + "\n");
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", root);
        write(trusted, "ca.p12");
    }

    /** Writes a file that only its owner may read, as a site's file asks for. */
    public static void writeSecret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** A new key with a certificate of this authority, good for 127.0.0.1. */
    public SoapIdentity identity(String commonName, String unit) throws Exception {
        return identity(commonName, unit, this);
    }

    /** The same, but trusting another authority's certificates. */
    SoapIdentity identity(String commonName, String unit, TestAuthority trusts) throws Exception {
        KeyPair own = newKeys();
        X509Certificate certificate =
                certificate(new X500Principal("CN=" + commonName + ",OU=" + unit + ",O=Test"), own, false);
        KeyStore store = empty();
        store.setKeyEntry(commonName, own.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate, root});
        write(store, commonName + ".p12");
        return SoapIdentity.read(
                folder.resolve(commonName + ".p12"), trusts.folder.resolve("ca.p12"), folder.resolve("password"));
    }

    private X509Certificate certificate(X500Principal subject, KeyPair subjectKeys, boolean authority)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(++serial),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(1))),
                subject,
                subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        PrivateKey issuer = keys.getPrivate();
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuer)));
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private void write(KeyStore store, String file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
            store.store(out, PASSWORD.toCharArray());
        }
    }
}
