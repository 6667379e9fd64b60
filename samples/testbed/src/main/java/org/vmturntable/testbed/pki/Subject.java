package org.vmturntable.testbed.pki;

import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Who a certificate is for. The organisational unit says what its holder may do: {@code container}, {@code edge} or
 * {@code operator}.
 *
 * @param name common name, a site's or a person's
 * @param unit organisational unit
 */
public record Subject(String name, String unit) {
    static final String ORGANISATION = "VM Turntable testbed";

    /** Widest first, as certificates are written. */
    X500Name encoded() {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, ORGANISATION)
                .addRDN(BCStyle.OU, unit)
                .addRDN(BCStyle.CN, name)
                .build();
    }

    /** As Java and RFC 4514 write it, narrowest first: {@code CN=amsterdam,OU=container,O=VM Turntable testbed}. */
    public String rfc4514() {
        return new X500Principal("CN=%s,OU=%s,O=%s".formatted(name, unit, ORGANISATION)).getName();
    }

    /** As libvirt compares it, in the certificate's order. */
    public String libvirt() {
        return "O=%s,OU=%s,CN=%s".formatted(ORGANISATION, unit, name);
    }
}
