package org.vmturntable.store;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.vmturntable.aaa.grant.TokenGrant;
import org.vmturntable.aaa.grant.TokenState;
import org.vmturntable.aaa.token.Right;
import org.vmturntable.aaa.token.SigningKey;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.TokenIssuer;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.lightpath.LightpathState;
import org.vmturntable.drac.lightpath.LightpathTerms;
import org.vmturntable.drac.lightpath.Presenter;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.migration.MigrationOrder;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;
import org.vmturntable.traffic.plan.Planned;

/** Things to keep. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456Z");
    static final SiteId AMSTERDAM = new SiteId("amsterdam");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TokenIssuer ISSUER = new TokenIssuer(AMSTERDAM, SigningKey.generate(RANDOM), RANDOM);

    private Samples() {}

    static VmId vm() {
        return new VmId(UUID.randomUUID());
    }

    static MigrationSaga requested(VmId vm, long epoch, Optional<String> requestId) {
        Guest guest = new Guest(vm, "g", GuestState.RUNNING, Bytes.ofMebibytes(1), 1, List.of(), List.of());
        return MigrationSaga.requested(new MigrationOrder(
                MigrationId.random(),
                requestId,
                "CN=operator",
                guest,
                AMSTERDAM,
                new SiteId("chicago"),
                Bandwidth.ofMegabitsPerSecond(900),
                epoch,
                Planned.NOT,
                NOW.plusSeconds(epoch)));
    }

    static MigrationSaga next(MigrationSaga saga, MigrationState state) {
        return new MigrationSaga(
                saga.order(),
                saga.revision() + 1,
                state,
                saga.since().plusSeconds(1),
                saga.possessions(),
                saga.history(),
                saga.figures());
    }

    static Lightpath lightpath(MigrationId reservation, LightpathState state, long revision) {
        LightpathId id = LightpathId.random();
        PortId a = PortId.parse("amsterdam:client-1");
        PortId b = PortId.parse("chicago:client-1");
        List<PortId> ports = List.of(a, PortId.parse("amsterdam:line-1"), PortId.parse("chicago:line-1"), b);
        return new Lightpath(
                id,
                id,
                new LightpathTerms(
                        reservation,
                        vm(),
                        new PathEnds(a, b),
                        Bandwidth.ofMegabitsPerSecond(900),
                        TimeWindow.starting(NOW, Duration.ofMinutes(10))),
                new Presenter(AMSTERDAM, "ab".repeat(32)),
                new Route(ports, 100, Duration.ofMillis(98)),
                state,
                NOW,
                "",
                revision);
    }

    static Lightpath next(Lightpath it, LightpathState state) {
        return new Lightpath(
                it.id(),
                it.use(),
                it.terms(),
                it.presenter(),
                it.route(),
                state,
                it.since().plusSeconds(1),
                "why",
                it.revision() + 1);
    }

    static TokenGrant token() {
        TokenScope scope = new TokenScope(
                MigrationId.random(),
                vm(),
                new org.vmturntable.aaa.token.PathEnds(PortId.parse("a:b"), PortId.parse("c:d")),
                Bandwidth.ofMegabitsPerSecond(1),
                TimeWindow.starting(NOW, Duration.ofMinutes(1)));
        return new TokenGrant(
                ISSUER.issue(
                        new Thumbprint("ab".repeat(32)),
                        Set.of(new SiteId("chicago")),
                        EnumSet.allOf(Right.class),
                        scope,
                        1),
                TokenState.GRANTED,
                Set.of(),
                0);
    }

    /** The same, a minute longer. */
    static TokenGrant longer(TokenGrant grant) {
        return new TokenGrant(
                ISSUER.renew(grant.token(), grant.expiresAt().plusSeconds(60)),
                grant.state(),
                grant.usedFor(),
                grant.revision() + 1);
    }

    /** The same, a minute longer. */
    static Lightpath longer(Lightpath it) {
        LightpathTerms had = it.terms();
        TimeWindow window =
                new TimeWindow(had.window().from(), had.window().until().plusSeconds(60));
        return new Lightpath(
                it.id(),
                it.use(),
                new LightpathTerms(had.reservation(), had.vm(), had.ends(), had.bandwidth(), window),
                it.presenter(),
                it.route(),
                it.state(),
                it.since(),
                it.note(),
                it.revision() + 1);
    }
}
