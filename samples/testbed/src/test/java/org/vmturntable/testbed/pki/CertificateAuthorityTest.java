package org.vmturntable.testbed.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create(new SecureRandom(), NOW);
    private static final Subject AMSTERDAM = new Subject("amsterdam", "container");
    private static final Identity IDENTITY = AUTHORITY.issue(AMSTERDAM, List.of("198.18.0.1"));

    @Test
    void certificatesAreSignedByTheAuthorityAlone() throws GeneralSecurityException {
        IDENTITY.certificate().verify(AUTHORITY.certificate().getPublicKey());
        CertificateAuthority other = CertificateAuthority.create(new SecureRandom(), NOW);
        assertThatThrownBy(
                        () -> IDENTITY.certificate().verify(other.certificate().getPublicKey()))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void aSubjectReadsAsJavaWritesItAndAsLibvirtComparesIt() {
        assertThat(IDENTITY.certificate().getSubjectX500Principal().getName())
                .isEqualTo(AMSTERDAM.rfc4514())
                .isEqualTo("CN=amsterdam,OU=container,O=VM Turntable testbed");
        assertThat(AMSTERDAM.libvirt()).isEqualTo("O=VM Turntable testbed,OU=container,CN=amsterdam");
    }

    @Test
    void theAddressIsAnAlternativeNameOfTypeAddress() throws GeneralSecurityException {
        assertThat(IDENTITY.certificate().getSubjectAlternativeNames())
                .contains(List.of(7, "198.18.0.1"), List.of(2, "amsterdam"));
    }

    @Test
    void oneCertificateServesAndCalls() throws GeneralSecurityException {
        assertThat(IDENTITY.certificate().getExtendedKeyUsage())
                .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    }

    @Test
    void onlyTheAuthorityMayIssue() {
        assertThat(AUTHORITY.certificate().getBasicConstraints()).isZero();
        assertThat(IDENTITY.certificate().getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void certificatesEndAfterAWeek() throws GeneralSecurityException {
        IDENTITY.certificate().checkValidity(Date.from(NOW));
        Date later = Date.from(NOW.plus(Duration.ofDays(7)));
        assertThatThrownBy(() -> IDENTITY.certificate().checkValidity(later))
                .isInstanceOf(GeneralSecurityException.class);
    }
}
