package org.vmturntable.container.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.vmturntable.kernel.Failures.assertFails;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import javax.xml.namespace.QName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmturntable.container.config.Identity;
import org.vmturntable.container.config.Listen;
import org.vmturntable.container.config.Peer;
import org.vmturntable.container.config.PeerRole;
import org.vmturntable.container.config.SiteConfiguration;
import org.vmturntable.container.config.StorePlace;
import org.vmturntable.container.soap.Caller;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.SiteId;

class SiteAccessTest {
    private static final String OPERATOR = "CN=operator,OU=operator,O=Example";
    private static final String CONTAINER = "CN=chicago,OU=container,O=Example";
    private static final String EDGE = "CN=edge,OU=edge,O=Example";
    private static final String STRANGER = "CN=somebody,O=Example";

    private final SiteAccess access = new SiteAccess(new SiteConfiguration(
            new SiteId("amsterdam"),
            Set.of(),
            new Listen("127.0.0.1", 8443, URI.create("https://127.0.0.1:8443")),
            new Identity(Path.of("a"), Path.of("b"), Path.of("c")),
            new StorePlace("jdbc:h2:mem:none", Optional.empty(), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(peer("chicago", PeerRole.CONTAINER, CONTAINER), peer("edge", PeerRole.EDGE, EDGE)),
            Set.of(new X500Principal(OPERATOR)),
            Set.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Map.of(),
            Optional.empty()));

    @ParameterizedTest
    @CsvSource({
        "HostingSite, HoldRoom",
        "HostingSite, PrepareArrival",
        "HostingSite, CommitArrival",
        "HostingSite, AbortArrival",
        "HostingSite, QueryRoom",
        "EdgeGateway, AttachVm",
        "EdgeGateway, MoveVm",
        "EdgeGateway, DetachVm",
        "Aaa, Redeem",
        "Drac, ReserveLightpath",
        "Drac, ProvisionLightpath",
        "Drac, ExtendLightpath",
        "Aaa, Renew",
        "HostingSite, ExtendRoom"
    })
    void onlyAnotherSitesContainerMayOrderWhatSitesDoForOneAnother(String service, String operation) {
        assertAllowedOnlyTo(CONTAINER, service, operation);
    }

    @ParameterizedTest
    @CsvSource({
        "MigratableVm, Migrate",
        "MigratableVm, PlanMigration",
        "MigratableVm, Destroy",
        "Migration, Cancel",
        "Migration, Retry",
        "Migration, Destroy",
        "Lightpath, Destroy",
        "Aaa, Authorise"
    })
    void onlyAnOperatorMayMoveOrEndThingsOrAskForATokenAhead(String service, String operation) {
        assertAllowedOnlyTo(OPERATOR, service, operation);
    }

    @ParameterizedTest
    @CsvSource({
        "MigratableVm, GetResourceProperty",
        "SiteDirectory, GetResourcePropertyDocument",
        "Migration, Subscribe",
        "Drac, QueryPath"
    })
    void aStrangerWithACertificateMayNotEvenLook(String service, String operation) {
        assertAllowed(OPERATOR, service, operation);
        assertAllowed(CONTAINER, service, operation);
        assertRefused(STRANGER, service, operation);
    }

    @ParameterizedTest
    @CsvSource({OPERATOR_ROW, CONTAINER_ROW})
    void nobodyMayCallWhatIsNotNamed(String subject) {
        assertRefused(subject, "SomethingElse", "Anything");
    }

    private static final String OPERATOR_ROW = "'" + OPERATOR + "'";
    private static final String CONTAINER_ROW = "'" + CONTAINER + "'";

    private void assertAllowedOnlyTo(String subject, String service, String operation) {
        assertAllowed(subject, service, operation);
        Stream.of(OPERATOR, CONTAINER, EDGE, STRANGER)
                .filter(other -> !other.equals(subject))
                .forEach(other -> assertRefused(other, service, operation));
    }

    private void assertAllowed(String subject, String service, String operation) {
        assertThatCode(() -> check(subject, service, operation)).doesNotThrowAnyException();
    }

    private void assertRefused(String subject, String service, String operation) {
        assertFails(FailureCode.CALLER_NOT_PERMITTED, () -> check(subject, service, operation));
    }

    private void check(String subject, String service, String operation) {
        access.check(new Caller(subject, "00"), new QName("http://example.org", service), operation);
    }

    private static Peer peer(String site, PeerRole role, String subject) {
        return new Peer(
                new SiteId(site),
                role,
                new X500Principal(subject),
                URI.create("https://127.0.0.1:8443"),
                Optional.empty());
    }
}
