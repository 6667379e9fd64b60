package org.vmturntable.container.soap;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/**
 * Who sent a request: the one certificate that both its TLS connection and its signature were made with.
 *
 * @param subject distinguished name as RFC 2253 writes it, such as {@code CN=chicago,OU=container,O=VM Turntable testbed}
 * @param keyThumbprint SHA-256 of the public key's SubjectPublicKeyInfo, lower-case hexadecimal
 */
public record Caller(String subject, String keyThumbprint) {
    /** The caller that a certificate stands for. */
    public static Caller of(X509Certificate certificate) {
        return new Caller(
                certificate.getSubjectX500Principal().getName(X500Principal.RFC2253),
                HexFormat.of().formatHex(sha256(certificate.getPublicKey().getEncoded())));
    }

    /** Digest used for key thumbprints and for the memory of signatures. */
    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
