package org.vmturntable.aaa.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.aaa.token.TokenBench.CHICAGO;
import static org.vmturntable.aaa.token.TokenBench.NOON;
import static org.vmturntable.kernel.Failures.assertFails;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmturntable.aaa.decision.Asker;
import org.vmturntable.aaa.decision.AuthorisationRequest;
import org.vmturntable.aaa.decision.Decision;
import org.vmturntable.aaa.token.Presentation;
import org.vmturntable.aaa.token.Right;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.Token;
import org.vmturntable.aaa.token.TokenBench;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.aaa.token.TokenVerifier;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.HandClock;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.kernel.VmId;

class AuthorityServiceTest {
    private final InMemoryTokenLedger ledger = new InMemoryTokenLedger();
    private final HandClock clock = new HandClock(NOON);
    private Decision decision = Decision.permit("told to");
    private final AuthorityService service = start();

    private AuthorityService start() {
        TokenVerifier own = new TokenVerifier(TokenBench.TRUSTED, clock, Duration.ZERO);
        return new AuthorityService(TokenBench.issuer(), own, request -> decision, ledger, clock);
    }

    @Test
    void grantsWhatThePolicyPermits() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        assertThat(grant.state()).isEqualTo(TokenState.GRANTED);
        assertThat(grant.usesLeft()).isEqualTo(1);
        assertThat(grant.expiresAt()).isEqualTo(NOON.plusSeconds(300));
        assertThat(service.query(grant.id())).isEqualTo(grant);
    }

    @Test
    void deniesWhatThePolicyDenies() {
        decision = Decision.deny("not on a Sunday");
        assertFails(FailureCode.CALLER_NOT_PERMITTED, () -> service.authorise(request(Duration.ofMinutes(5))));
        assertThat(ledger.findByReservation(TokenBench.RESERVATION)).isEmpty();
    }

    @Test
    void grantsForTenMinutesAtMost() {
        TokenGrant grant = service.authorise(request(Duration.ofHours(2)));
        assertThat(grant.expiresAt()).isEqualTo(NOON.plus(AuthorityService.LONGEST_LIFE));
    }

    @Test
    void refusesAWindowThatIsOver() {
        AuthorisationRequest request = request(Duration.ofMinutes(5));
        clock.set(NOON.plusSeconds(300));
        assertFails(FailureCode.REQUEST_MALFORMED, () -> service.authorise(request));
    }

    @Test
    void answersTheSameTokenForTheSameReservation() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        clock.set(NOON.plusSeconds(10));
        assertThat(service.authorise(request(Duration.ofMinutes(5)))).isEqualTo(grant);
        service.redeem(redemption(grant, "first"));
        assertThat(service.authorise(request(Duration.ofMinutes(5))).token()).isEqualTo(grant.token());
    }

    @Test
    void refusesTheSameReservationForAnotherVm() {
        service.authorise(request(Duration.ofMinutes(5)));
        TokenScope other = new TokenScope(
                TokenBench.RESERVATION, VmId.random(), TokenBench.ENDS, TokenBench.BANDWIDTH, TokenBench.WINDOW);
        assertFails(FailureCode.REQUEST_REUSED, () -> service.authorise(request(other)));
    }

    @Test
    void grantsAnewWhenTheFirstHasExpired() {
        TokenGrant first = service.authorise(request(Duration.ofMinutes(5)));
        clock.set(NOON.plusSeconds(301));
        TokenGrant second = service.authorise(request(Duration.ofMinutes(5)));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(service.query(first.id()).state()).isEqualTo(TokenState.EXPIRED);
    }

    @Test
    void doesNotGrantAgainWhatWasRevoked() {
        service.revoke(service.authorise(request(Duration.ofMinutes(5))).id());
        assertFails(FailureCode.TOKEN_REVOKED, () -> service.authorise(request(Duration.ofMinutes(5))));
    }

    @Test
    void countsAUseOnceHoweverOftenItIsReported() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        assertThat(service.redeem(redemption(grant, "first")).state()).isEqualTo(TokenState.SPENT);
        assertThat(service.redeem(redemption(grant, "first")).usedFor()).containsExactly("first");
    }

    @Test
    void refusesASecondUseAlsoAfterARestart() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        service.redeem(redemption(grant, "first"));
        assertFails(FailureCode.TOKEN_SPENT, () -> service.redeem(redemption(grant, "second")));
        assertFails(FailureCode.TOKEN_SPENT, () -> start().redeem(redemption(grant, "second")));
    }

    @Test
    void refusesTheSlowerOfTwoUsesAtTheSameMoment() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        ledger.once(() -> service.redeem(redemption(grant, "faster")));
        assertFails(FailureCode.TOKEN_SPENT, () -> service.redeem(redemption(grant, "slower")));
        assertThat(service.query(grant.id()).usedFor()).containsExactly("faster");
    }

    @Test
    void refusesARevokedTokenAlsoForAUseThatWasCounted() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        service.redeem(redemption(grant, "first"));
        assertThat(service.revoke(grant.id()).state()).isEqualTo(TokenState.REVOKED);
        assertFails(FailureCode.TOKEN_REVOKED, () -> service.redeem(redemption(grant, "first")));
        assertThat(service.revoke(grant.id()).state()).isEqualTo(TokenState.REVOKED);
    }

    @Test
    void refusesAnExpiredToken() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        clock.set(grant.expiresAt());
        assertFails(FailureCode.TOKEN_EXPIRED, () -> service.redeem(redemption(grant, "late")));
        assertThat(service.revoke(grant.id()).state()).isEqualTo(TokenState.EXPIRED);
    }

    @Test
    void renewsATokenUnderItsIdForTenMinutesAtMost() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        service.redeem(redemption(grant, "first"));
        clock.set(NOON.plusSeconds(240));
        TokenGrant renewed = service.renew(grant.id(), TokenBench.HOLDER, NOON.plusSeconds(7_200));
        assertThat(renewed.expiresAt()).isEqualTo(clock.instant().plus(AuthorityService.LONGEST_LIFE));
        assertThat(renewed.claims().scope())
                .isEqualTo(new TokenScope(
                        TokenBench.RESERVATION,
                        TokenBench.VM,
                        TokenBench.ENDS,
                        TokenBench.BANDWIDTH,
                        new TimeWindow(NOON, renewed.expiresAt())));
        assertThat(renewed.claims().holder()).isEqualTo(TokenBench.HOLDER);
        assertThat(service.query(grant.id())).isEqualTo(renewed);
    }

    @Test
    void aRenewedTokenIsGoodForTheUseThatWasTakenAndForNoOther() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        service.redeem(redemption(grant, "first"));
        TokenGrant renewed = service.renew(grant.id(), TokenBench.HOLDER, NOON.plusSeconds(500));
        clock.set(NOON.plusSeconds(400));
        assertThat(service.redeem(redemption(renewed, "first"))).isEqualTo(renewed);
        assertFails(FailureCode.TOKEN_SPENT, () -> service.redeem(redemption(renewed, "second")));
        assertFails(FailureCode.TOKEN_EXPIRED, () -> service.redeem(redemption(grant, "first")));
    }

    @Test
    void renewingForATimeThatItHasAlreadyChangesNothing() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        assertThat(service.renew(grant.id(), TokenBench.HOLDER, NOON.plusSeconds(10)))
                .isEqualTo(grant);
        TokenGrant renewed = service.renew(grant.id(), TokenBench.HOLDER, NOON.plusSeconds(500));
        assertThat(service.renew(grant.id(), TokenBench.HOLDER, NOON.plusSeconds(500)))
                .isEqualTo(renewed);
    }

    @Test
    void renewsOnlyForItsHolder() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        assertFails(
                FailureCode.TOKEN_OF_ANOTHER,
                () -> service.renew(grant.id(), TokenBench.STRANGER, NOON.plusSeconds(500)));
        assertFails(
                FailureCode.TOKEN_UNKNOWN,
                () -> service.renew(new TokenId("0".repeat(32)), TokenBench.HOLDER, NOON.plusSeconds(500)));
    }

    @Test
    void renewsNoTokenThatIsRevokedInTheSameMoment() {
        TokenGrant revoked = service.authorise(request(Duration.ofMinutes(5)));
        ledger.once(() -> service.revoke(revoked.id()));
        assertFails(
                FailureCode.TOKEN_REVOKED, () -> service.renew(revoked.id(), TokenBench.HOLDER, NOON.plusSeconds(500)));
    }

    @Test
    void renewsNoTokenThatHasExpired() {
        TokenGrant expired = service.authorise(request(Duration.ofMinutes(5)));
        clock.set(expired.expiresAt());
        assertFails(
                FailureCode.TOKEN_EXPIRED, () -> service.renew(expired.id(), TokenBench.HOLDER, NOON.plusSeconds(500)));
    }

    @Test
    void revokingEndsARenewedTokenToo() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        service.redeem(redemption(grant, "first"));
        TokenGrant renewed = service.renew(grant.id(), TokenBench.HOLDER, NOON.plusSeconds(500));
        service.revoke(grant.id());
        assertFails(FailureCode.TOKEN_REVOKED, () -> service.redeem(redemption(renewed, "first")));
    }

    @Test
    void marksWhatHasExpired() {
        TokenGrant unused = service.authorise(request(Duration.ofMinutes(5)));
        assertThat(service.expireDue()).isZero();
        clock.set(unused.expiresAt());
        assertThat(service.expireDue()).isEqualTo(1);
        assertThat(ledger.find(unused.id()).orElseThrow().state()).isEqualTo(TokenState.EXPIRED);
        assertThat(service.expireDue()).isZero();
    }

    @Test
    void marksWhatWasSpentAndHasExpired() {
        TokenGrant spent = service.authorise(request(Duration.ofMinutes(5)));
        service.redeem(redemption(spent, "first"));
        clock.set(spent.expiresAt());
        assertThat(service.query(spent.id()).state()).isEqualTo(TokenState.EXPIRED);
    }

    @Test
    void honoursNoTokenThatIsNotInTheLedger() {
        Token signedButNeverGranted = TokenBench.token();
        assertFails(
                FailureCode.TOKEN_UNKNOWN,
                () -> service.redeem(new Redemption(signedButNeverGranted, TokenBench.presentation(), "use")));
        assertFails(FailureCode.TOKEN_UNKNOWN, () -> service.revoke(new TokenId("0".repeat(32))));
        assertFails(FailureCode.TOKEN_UNKNOWN, () -> service.query(new TokenId("0".repeat(32))));
    }

    @Test
    void refusesASiteThatTheTokenIsNotFor() {
        TokenGrant grant = service.authorise(request(Duration.ofMinutes(5)));
        assertFails(
                FailureCode.TOKEN_FOR_SOMETHING_ELSE,
                () -> service.redeem(redemption(grant, TokenBench.SAN_DIEGO, TokenBench.HOLDER)));
        assertFails(
                FailureCode.TOKEN_OF_ANOTHER, () -> service.redeem(redemption(grant, CHICAGO, TokenBench.STRANGER)));
        assertThat(service.query(grant.id()).usesLeft()).isEqualTo(1);
    }

    private static Redemption redemption(TokenGrant grant, String use) {
        return new Redemption(grant.token(), presented(CHICAGO, TokenBench.HOLDER), use);
    }

    private static Redemption redemption(TokenGrant grant, SiteId reporter, Thumbprint presenter) {
        return new Redemption(grant.token(), presented(reporter, presenter), "use");
    }

    private static Presentation presented(SiteId reporter, Thumbprint presenter) {
        return new Presentation(reporter, presenter, Right.RESERVE, Optional.empty());
    }

    private AuthorisationRequest request(Duration length) {
        MigrationId reservation = TokenBench.RESERVATION;
        TimeWindow window = TimeWindow.starting(clock.instant(), length);
        return request(new TokenScope(reservation, TokenBench.VM, TokenBench.ENDS, TokenBench.BANDWIDTH, window));
    }

    private static AuthorisationRequest request(TokenScope scope) {
        return new AuthorisationRequest(
                Asker.trafficController(TokenBench.AMSTERDAM), TokenBench.HOLDER, Set.of(CHICAGO), scope);
    }
}
