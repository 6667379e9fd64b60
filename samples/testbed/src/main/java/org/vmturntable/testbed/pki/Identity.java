package org.vmturntable.testbed.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A private key and the certificate that says whose it is. */
public record Identity(Subject subject, PrivateKey key, X509Certificate certificate) {
    @Override
    public String toString() {
        return "Identity[" + subject + "]";
    }
}
