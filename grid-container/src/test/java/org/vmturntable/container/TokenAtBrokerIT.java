package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vmturntable.aaa.grant.TokenGrant;
import org.vmturntable.aaa.grant.TokenState;
import org.vmturntable.aaa.token.PathEnds;
import org.vmturntable.aaa.token.Right;
import org.vmturntable.aaa.token.SigningKey;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.Token;
import org.vmturntable.aaa.token.TokenIssuer;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.drac.element.InMemoryElement;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.aaa.Aaa;
import org.vmturntable.soap.aaa.Authorise;
import org.vmturntable.soap.aaa.AuthoriseResponse;
import org.vmturntable.soap.aaa.Revoke;
import org.vmturntable.soap.drac.Drac;
import org.vmturntable.soap.drac.ReleaseLightpath;
import org.vmturntable.soap.drac.ReserveLightpath;
import org.vmturntable.soap.drac.ReserveLightpathResponse;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;

/** Tokens by SOAP: who may ask for one ahead of a migration, and each way in which one can be wrong at the broker's door. */
class TokenAtBrokerIT extends SharedGrid {
    private final MigrationId migration = MigrationId.random();
    private final VmId vm = new VmId(UUID.randomUUID());
    private final Instant now = Instant.now();
    private final TimeWindow window = TimeWindow.starting(now, Duration.ofMinutes(5));

    @AfterEach
    void nothingIsLeft() {
        assertThat(grid.container("chicago").foundation().store().lightpaths().holding())
                .isEmpty();
        assertThat(grid.elements.values()).allMatch(InMemoryElement::isClean);
    }

    @Test
    void letsAGoodTokenInOnce() throws Exception {
        Token token = granted(scope(vm, window));
        ReserveLightpathResponse reserved = reserve("amsterdam", order(token));
        assertThat(reserve("amsterdam", order(token)).getLightpath().getLightpathId())
                .as("asked again, the same")
                .isEqualTo(reserved.getLightpath().getLightpathId());
        release(reserved);
        assertRefused("amsterdam", order(token), FailureCode.TOKEN_SPENT);
    }

    @Test
    void refusesAnAlteredToken() throws Exception {
        byte[] altered = granted(scope(vm, window)).toBytes();
        altered[altered.length - 1] ^= 1;
        ReserveLightpath order = order(granted(scope(vm, window)));
        order.setToken(altered);
        assertRefused("amsterdam", order, FailureCode.TOKEN_FORGED);
    }

    @Test
    void refusesWhatIsNoToken() throws Exception {
        ReserveLightpath order = order(granted(scope(vm, window)));
        order.setToken(new byte[] {1, 2, 3});
        assertRefused("amsterdam", order, FailureCode.TOKEN_MALFORMED);
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        TimeWindow past = TimeWindow.starting(now.minus(Duration.ofHours(1)), Duration.ofMinutes(5));
        assertRefused("amsterdam", order(granted(scope(vm, past))), FailureCode.TOKEN_EXPIRED);
    }

    @Test
    void refusesATokenOfAnotherMachine() throws Exception {
        Token token = granted(scope(new VmId(UUID.randomUUID()), window));
        assertRefused("amsterdam", order(token), FailureCode.TOKEN_FOR_SOMETHING_ELSE);
    }

    @Test
    void refusesMoreBandwidthThanTheTokenGives() throws Exception {
        ReserveLightpath order = order(granted(scope(vm, window)));
        order.setBandwidthBps(950_000_000);
        assertRefused("amsterdam", order, FailureCode.TOKEN_FOR_SOMETHING_ELSE);
    }

    @Test
    void refusesAnotherHoldersToken() throws Exception {
        assertRefused("sandiego", order(granted(scope(vm, window))), FailureCode.TOKEN_OF_ANOTHER);
    }

    @Test
    void refusesATokenThatItsIssuerDoesNotKnow() throws Exception {
        assertRefused("amsterdam", order(signed(scope(vm, window))), FailureCode.TOKEN_UNKNOWN);
    }

    @Test
    void refusesARevokedToken() throws Exception {
        Token token = signed(scope(vm, window));
        keep(new TokenGrant(token, TokenState.REVOKED, Set.of(), 0));
        assertRefused("amsterdam", order(token), FailureCode.TOKEN_REVOKED);
    }

    @Test
    void anOperatorAsksAheadAndTheMachinesSiteBooks() throws Exception {
        boot("amsterdam");
        AuthoriseResponse granted = authorise("operator");
        ReserveLightpath order = order(Token.ofBytes(granted.getToken()));
        assertRefused("sandiego", order, FailureCode.TOKEN_OF_ANOTHER);
        release(reserve("amsterdam", order));
        assertThat(authorise("operator").getTokenId())
                .as("asked again, the same")
                .isEqualTo(granted.getTokenId());
    }

    @Test
    void anOperatorTakesBackWhatWasGrantedAhead() throws Exception {
        boot("amsterdam");
        AuthoriseResponse granted = authorise("operator");
        Revoke order = new Revoke();
        order.setTokenId(granted.getTokenId());
        grid.clients().port(Aaa.class, grid.at("amsterdam", "/aaa")).revoke(order);
        assertRefused("amsterdam", order(Token.ofBytes(granted.getToken())), FailureCode.TOKEN_REVOKED);
    }

    @Test
    void nobodyElseAsksAhead() {
        boot("amsterdam");
        assertRefused(FailureCode.CALLER_NOT_PERMITTED, () -> authorise("chicago"));
        assertRefused(FailureCode.CALLER_NOT_PERMITTED, () -> authorise("sandiego"));
    }

    @Test
    void nobodyAsksAheadForAMachineThatIsNotHere() {
        boot("sandiego");
        assertRefused(FailureCode.CALLER_NOT_PERMITTED, () -> authorise("operator"));
    }

    private void boot(String site) {
        Guest guest = new Guest(vm, "guest", GuestState.RUNNING, Bytes.ofMebibytes(64), 1, List.of(), List.of());
        grid.hypervisors.boot(site, guest);
    }

    /** Asks Amsterdam's authority, under that name, for a lightpath on which Amsterdam's container is to move the machine. */
    private AuthoriseResponse authorise(String caller) throws Exception {
        Authorise wish = new Authorise();
        wish.setMigrationId(migration.toString());
        wish.setVmId(vm.toString());
        wish.setSourcePort("amsterdam:client-1");
        wish.setDestinationPort("sandiego:client-1");
        wish.setBandwidthBps(900_000_000);
        wish.setWindow(xml(window));
        wish.setHolderKey(grid.container("amsterdam").foundation().own().keyThumbprint());
        wish.getAudience().add("chicago");
        try (GridClients clients = new GridClients(grid.identity(caller))) {
            return clients.port(Aaa.class, grid.at("amsterdam", "/aaa")).authorise(wish);
        }
    }

    private TokenScope scope(VmId machine, TimeWindow when) {
        PathEnds ends = new PathEnds(PortId.parse("amsterdam:client-1"), PortId.parse("sandiego:client-1"));
        return new TokenScope(migration, machine, ends, Bandwidth.ofMegabitsPerSecond(900), when);
    }

    private static Token granted(TokenScope scope) throws Exception {
        Token token = signed(scope);
        keep(new TokenGrant(token, TokenState.GRANTED, Set.of(), 0));
        return token;
    }

    private static void keep(TokenGrant grant) {
        grid.container("amsterdam").foundation().store().tokens().add(grant);
    }

    private static Token signed(TokenScope scope) throws Exception {
        SigningKey key = SigningKey.fromPem(Files.readString(folder.resolve("amsterdam.pem")));
        Thumbprint holder =
                new Thumbprint(grid.container("amsterdam").foundation().own().keyThumbprint());
        return new TokenIssuer(new SiteId("amsterdam"), key, new SecureRandom())
                .issue(holder, Set.of(new SiteId("chicago")), EnumSet.allOf(Right.class), scope, 1);
    }

    private ReserveLightpath order(Token token) {
        ReserveLightpath order = new ReserveLightpath();
        order.setToken(token.toBytes());
        order.setGlobalReservationId(migration.toString());
        order.setVmId(vm.toString());
        order.setSourcePort("amsterdam:client-1");
        order.setDestinationPort("sandiego:client-1");
        order.setBandwidthBps(900_000_000);
        order.setWindow(xml(window));
        return order;
    }

    private static org.vmturntable.soap.types.TimeWindow xml(TimeWindow window) {
        org.vmturntable.soap.types.TimeWindow xml = new org.vmturntable.soap.types.TimeWindow();
        xml.setFrom(window.from());
        xml.setUntil(window.until());
        return xml;
    }

    private static ReserveLightpathResponse reserve(String caller, ReserveLightpath order) throws Exception {
        try (GridClients clients = new GridClients(grid.identity(caller))) {
            return clients.port(Drac.class, grid.at("chicago", "/drac")).reserveLightpath(order);
        }
    }

    private static void release(ReserveLightpathResponse reserved) throws Exception {
        ReleaseLightpath order = new ReleaseLightpath();
        order.setLightpathId(reserved.getLightpath().getLightpathId());
        grid.clients().port(Drac.class, grid.at("chicago", "/drac")).releaseLightpath(order);
    }

    private static void assertRefused(String caller, ReserveLightpath order, FailureCode why) {
        assertRefused(why, () -> reserve(caller, order));
    }
}
