package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocument;
import org.vmturntable.aaa.grant.TokenGrant;
import org.vmturntable.aaa.grant.TokenState;
import org.vmturntable.aaa.token.PathEnds;
import org.vmturntable.aaa.token.Right;
import org.vmturntable.aaa.token.SigningKey;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.Token;
import org.vmturntable.aaa.token.TokenIssuer;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.aaa.Aaa;
import org.vmturntable.soap.aaa.Renew;
import org.vmturntable.soap.aaa.RenewResponse;
import org.vmturntable.soap.drac.Drac;
import org.vmturntable.soap.drac.ExtendLightpath;
import org.vmturntable.soap.drac.ReleaseLightpath;
import org.vmturntable.soap.drac.ReserveLightpath;
import org.vmturntable.soap.hosting.ExtendRoom;
import org.vmturntable.soap.hosting.HostingSite;
import org.vmturntable.soap.lightpath.Lightpath;
import org.vmturntable.soap.lightpath.LightpathProperties;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;
import org.vmturntable.traffic.migration.Step;

/** Leases of room, token and lightpath that are extended by SOAP while a copy runs. Time passes in leaps. */
class LeaseOverSoapIT extends SharedGrid {
    @Test
    void aCopyThatIsLongerThanItsFirstLeaseEndsWellAndEverythingIsGivenBack() throws Exception {
        Guest guest = grid.boot("amsterdam", 200);
        MigrationSaga begun = copying(guest);
        Instant first = leaseEnd(begun.id());
        leapToBefore(first);
        Instant second = awaitExtension(begun.id(), first);
        assertThat(windowEnd(begun)).isEqualTo(second);
        leapToBefore(second);
        awaitExtension(begun.id(), second);
        assertThat(grid.clock.instant()).isAfter(first);

        grid.hypervisors.releaseCopies();
        MigrationSaga saga = seen.end("amsterdam", begun.id());
        assertThat(saga.state()).as(saga.failure().toString()).isEqualTo(MigrationState.COMPLETED);
        assertThat(saga.steps())
                .filteredOn(step -> step.step() == Step.EXTEND_LEASE)
                .hasSize(2);
        seen.assertLivesAt("sandiego", guest, begun.id());
    }

    @Test
    void aCopyWhoseLeaseCannotBeExtendedIsEndedBeforeItAndSaysWhy() throws Exception {
        Guest guest = grid.boot("amsterdam", 200);
        MigrationSaga begun = copying(guest);
        Instant end = leaseEnd(begun.id());
        String booked = bookFrom(end);
        leapToBefore(end);
        Observation.await(
                "the refusal",
                () -> saga(begun.id()).history().refusedExtension().isPresent());
        assertThat(saga(begun.id()).state()).as("goes on").isEqualTo(MigrationState.COPYING);
        assertThat(leaseEnd(begun.id())).isEqualTo(end);

        grid.clock.leap(Duration.ofSeconds(30));
        MigrationSaga saga = seen.end("amsterdam", begun.id());
        assertThat(saga.state()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(saga.failure().orElseThrow().code()).isEqualTo(FailureCode.WINDOW_ENDED);
        assertThat(saga.failure().orElseThrow().message()).contains(FailureCode.NO_PATH_IN_WINDOW.name());
        release(booked);
        seen.assertLivesAt("amsterdam", guest, begun.id());
    }

    @Test
    void onlyWhoHoldsAReservationMayExtendItAndOnlyByARenewedToken() throws Exception {
        Guest guest = grid.boot("amsterdam", 200);
        MigrationSaga begun = copying(guest);
        Instant later = leaseEnd(begun.id()).plusSeconds(60);
        Token token = grid.container("amsterdam")
                .foundation()
                .store()
                .tokens()
                .findByReservation(begun.id())
                .get(0)
                .token();
        LightpathId lightpath = begun.possessions().lightpath().orElseThrow().id();
        assertRefused(FailureCode.CALLER_NOT_PERMITTED, () -> extend("sandiego", lightpath, token, later));
        assertRefused(FailureCode.TOKEN_FOR_SOMETHING_ELSE, () -> extend("amsterdam", lightpath, token, later));
        Token anothers = granted("amsterdam", new TimeWindow(grid.clock.instant(), later));
        assertRefused(FailureCode.TOKEN_FOR_SOMETHING_ELSE, () -> extend("amsterdam", lightpath, anothers, later));
        ExtendRoom room = new ExtendRoom();
        room.setMigrationId(begun.id().toString());
        room.setUntil(later);
        assertRefused(FailureCode.CALLER_NOT_PERMITTED, () -> {
            try (GridClients clients = new GridClients(grid.identity("chicago"))) {
                clients.port(HostingSite.class, grid.at("sandiego", "/hosting")).extendRoom(room);
            }
        });
        assertThat(windowEnd(begun)).isEqualTo(later.minusSeconds(60));
        grid.hypervisors.releaseCopies();
        seen.end("amsterdam", begun.id());
        assertRefused(FailureCode.STATE_FORBIDS, () -> extend("amsterdam", lightpath, token, later));
    }

    @Test
    void aTokenIsRenewedForItsHolderAlone() throws Exception {
        // tokens know milliseconds
        Instant now = grid.clock.instant().truncatedTo(ChronoUnit.MILLIS);
        TimeWindow window = TimeWindow.starting(now, Duration.ofMinutes(5));
        Token token = granted("sandiego", window);
        Instant later = window.until().plusSeconds(60);
        RenewResponse renewed = renew("sandiego", token, later);
        assertThat(renewed.getTokenId()).isEqualTo(token.claims().id().value());
        assertThat(renewed.getExpiresAt()).isEqualTo(later);
        assertThat(Token.ofBytes(renewed.getToken()).claims().scope())
                .isEqualTo(scope(token.claims().scope(), new TimeWindow(window.from(), later)));
        assertRefused(FailureCode.TOKEN_OF_ANOTHER, () -> renew("chicago", token, later.plusSeconds(60)));
        assertRefused(FailureCode.CALLER_NOT_PERMITTED, () -> renew("operator", token, later.plusSeconds(60)));
    }

    private static MigrationSaga copying(Guest guest) throws Exception {
        grid.hypervisors.holdCopies();
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego"));
        Observation.await("the copy", () -> saga(id).state() == MigrationState.COPYING);
        return saga(id);
    }

    private static MigrationSaga saga(MigrationId id) {
        return seen.saga("amsterdam", id);
    }

    private static Instant leaseEnd(MigrationId id) {
        return saga(id).possessions().leaseEnd().orElseThrow();
    }

    /** Near enough for an extension to be asked for, and not so near that the copy has to end. */
    private static void leapToBefore(Instant end) {
        grid.clock.leap(Duration.between(grid.clock.instant(), end.minusSeconds(55)));
    }

    private static Instant awaitExtension(MigrationId id, Instant end) throws Exception {
        Observation.await("an extension", () -> leaseEnd(id).isAfter(end));
        return leaseEnd(id);
    }

    private static Instant windowEnd(MigrationSaga saga) throws Exception {
        LightpathId id = saga.possessions().lightpath().orElseThrow().id();
        LightpathProperties told = (LightpathProperties) grid.clients()
                .port(Lightpath.class, grid.at("chicago", "/lightpath/" + id))
                .getResourcePropertyDocument(new GetResourcePropertyDocument())
                .getAny();
        return told.getWindow().getUntil();
    }

    /** Somebody has booked a part of the way from that moment on. */
    private static String bookFrom(Instant from) throws Exception {
        TimeWindow window = TimeWindow.starting(from, Duration.ofMinutes(5));
        Token token = granted("amsterdam", new TimeWindow(grid.clock.instant(), window.until()));
        TokenScope scope = token.claims().scope();
        ReserveLightpath order = new ReserveLightpath();
        order.setToken(token.toBytes());
        order.setGlobalReservationId(scope.reservation().toString());
        order.setVmId(scope.vm().toString());
        order.setSourcePort(scope.ends().a().toString());
        order.setDestinationPort(scope.ends().b().toString());
        order.setBandwidthBps(scope.bandwidth().bitsPerSecond());
        org.vmturntable.soap.types.TimeWindow xml = new org.vmturntable.soap.types.TimeWindow();
        xml.setFrom(window.from());
        xml.setUntil(window.until());
        order.setWindow(xml);
        try (GridClients clients = new GridClients(grid.identity("amsterdam"))) {
            return clients.port(Drac.class, grid.at("chicago", "/drac"))
                    .reserveLightpath(order)
                    .getLightpath()
                    .getLightpathId();
        }
    }

    private static void release(String lightpath) throws Exception {
        ReleaseLightpath order = new ReleaseLightpath();
        order.setLightpathId(lightpath);
        grid.clients().port(Drac.class, grid.at("chicago", "/drac")).releaseLightpath(order);
    }

    private static void extend(String caller, LightpathId lightpath, Token token, Instant until) throws Exception {
        ExtendLightpath order = new ExtendLightpath();
        order.setToken(token.toBytes());
        order.setLightpathId(lightpath.toString());
        order.setUntil(until);
        try (GridClients clients = new GridClients(grid.identity(caller))) {
            clients.port(Drac.class, grid.at("chicago", "/drac")).extendLightpath(order);
        }
    }

    private static RenewResponse renew(String caller, Token token, Instant until) throws Exception {
        Renew order = new Renew();
        order.setTokenId(token.claims().id().value());
        order.setUntil(until);
        try (GridClients clients = new GridClients(grid.identity(caller))) {
            return clients.port(Aaa.class, grid.at("amsterdam", "/aaa")).renew(order);
        }
    }

    /** Amsterdam's, of whatever machine, to that site's container. */
    private static Token granted(String holder, TimeWindow window) throws Exception {
        SigningKey key = SigningKey.fromPem(Files.readString(folder.resolve("amsterdam.pem")));
        TokenScope scope = new TokenScope(
                MigrationId.random(),
                VmId.random(),
                new PathEnds(PortId.parse("chicago:client-1"), PortId.parse("sandiego:client-1")),
                Bandwidth.ofMegabitsPerSecond(900),
                window);
        Token token = new TokenIssuer(new SiteId("amsterdam"), key, new SecureRandom())
                .issue(
                        new Thumbprint(grid.container(holder).foundation().own().keyThumbprint()),
                        Set.of(new SiteId("chicago")),
                        EnumSet.allOf(Right.class),
                        scope,
                        1);
        grid.container("amsterdam")
                .foundation()
                .store()
                .tokens()
                .add(new TokenGrant(token, TokenState.GRANTED, Set.of(), 0));
        return token;
    }

    private static TokenScope scope(TokenScope had, TimeWindow window) {
        return new TokenScope(had.reservation(), had.vm(), had.ends(), had.bandwidth(), window);
    }
}
