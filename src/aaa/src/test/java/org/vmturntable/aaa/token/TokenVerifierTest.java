package org.vmturntable.aaa.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.aaa.token.TokenBench.AMSTERDAM;
import static org.vmturntable.aaa.token.TokenBench.BANDWIDTH;
import static org.vmturntable.aaa.token.TokenBench.CHICAGO;
import static org.vmturntable.aaa.token.TokenBench.ENDS;
import static org.vmturntable.aaa.token.TokenBench.HOLDER;
import static org.vmturntable.aaa.token.TokenBench.NOON;
import static org.vmturntable.aaa.token.TokenBench.RESERVATION;
import static org.vmturntable.aaa.token.TokenBench.SAN_DIEGO;
import static org.vmturntable.aaa.token.TokenBench.SCOPE;
import static org.vmturntable.aaa.token.TokenBench.SKEW;
import static org.vmturntable.aaa.token.TokenBench.STRANGER;
import static org.vmturntable.aaa.token.TokenBench.VM;
import static org.vmturntable.aaa.token.TokenBench.WINDOW;
import static org.vmturntable.aaa.token.TokenBench.presentation;
import static org.vmturntable.aaa.token.TokenBench.token;
import static org.vmturntable.aaa.token.TokenBench.verifier;
import static org.vmturntable.aaa.token.TokenBench.verifierAt;
import static org.vmturntable.kernel.Failures.assertFails;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;

class TokenVerifierTest {
    private static final Token GOOD = token();

    @Test
    void honoursAGoodToken() {
        VerifiedToken verified = verifier().verify(GOOD, presentation());
        assertThat(verified.id()).isEqualTo(GOOD.claims().id());
        assertThat(verified.right().scope()).isEqualTo(SCOPE);
        assertThat(verified.right().issuer()).isEqualTo(AMSTERDAM);
    }

    @Test
    void honoursItForLessThanItAllows() {
        TimeWindow shorter = new TimeWindow(NOON.plusSeconds(1), NOON.plusSeconds(30));
        Bandwidth less = Bandwidth.ofMegabitsPerSecond(1);
        verifier().verify(GOOD, presentation(new TokenScope(RESERVATION, VM, ENDS, less, shorter)));
    }

    @Test
    void thePathIsTheSameFromBothEnds() {
        PathEnds turned = new PathEnds(ENDS.b(), ENDS.a());
        verifier().verify(GOOD, presentation(new TokenScope(RESERVATION, VM, turned, BANDWIDTH, WINDOW)));
    }

    /** Whatever bit of whatever byte is turned, the token is worth nothing. */
    @Property(tries = 2_000)
    void refusesATokenOfWhichOneBitIsAltered(
            @ForAll @IntRange(max = 100_000) int position, @ForAll @IntRange(max = 7) int bit) {
        byte[] altered = GOOD.toBytes();
        altered[position % altered.length] ^= (byte) (1 << bit);
        assertRefused(() -> verifier().verify(Token.ofBytes(altered), presentation()));
    }

    @Property
    void refusesATokenThatIsCutShort(@ForAll @IntRange(max = 100_000) int length) {
        byte[] whole = GOOD.toBytes();
        byte[] cut = Arrays.copyOf(whole, length % whole.length);
        assertFails(FailureCode.TOKEN_MALFORMED, () -> Token.ofBytes(cut));
    }

    @Property(tries = 2_000)
    void refusesWhatIsNoTokenAtAll(@ForAll byte[] anything) {
        assertFails(FailureCode.TOKEN_MALFORMED, () -> Token.ofBytes(anything));
    }

    @Test
    void refusesAnIssuerThatIsNotTrusted() {
        TokenIssuer unknown = new TokenIssuer(SAN_DIEGO, TokenBench.ISSUER_KEY, new SecureRandom());
        assertFails(FailureCode.TOKEN_FORGED, () -> verifier().verify(issuedBy(unknown), presentation()));
    }

    @Test
    void refusesATrustedNameWithAnotherKey() {
        TokenIssuer impostor = new TokenIssuer(AMSTERDAM, TokenBench.STRANGER_KEY, new SecureRandom());
        assertFails(FailureCode.TOKEN_FORGED, () -> verifier().verify(issuedBy(impostor), presentation()));
    }

    @Test
    void allowsForClocksThatDifferALittle() {
        verifierAt(NOON.minus(SKEW)).verify(GOOD, presentation());
        verifierAt(WINDOW.until().plus(SKEW).minusMillis(1)).verify(GOOD, presentation());
    }

    @Test
    void refusesATokenBeforeItsTime() {
        assertFails(
                FailureCode.TOKEN_NOT_YET_VALID,
                () -> verifierAt(NOON.minus(SKEW).minusMillis(1)).verify(GOOD, presentation()));
    }

    @Test
    void refusesATokenAfterItsTime() {
        assertFails(
                FailureCode.TOKEN_EXPIRED,
                () -> verifierAt(WINDOW.until().plus(SKEW)).verify(GOOD, presentation()));
    }

    @Test
    void refusesAnotherHolder() {
        assertFails(
                FailureCode.TOKEN_OF_ANOTHER,
                () -> verifier().verify(GOOD, new Presentation(CHICAGO, STRANGER, Right.RESERVE, Optional.of(SCOPE))));
    }

    @Test
    void refusesAnotherAudience() {
        assertForSomethingElse(new Presentation(SAN_DIEGO, HOLDER, Right.RESERVE, Optional.of(SCOPE)));
    }

    @Test
    void refusesAnotherRight() {
        Token only = TokenBench.issuer().issue(HOLDER, Set.of(CHICAGO), EnumSet.of(Right.RELEASE), SCOPE, 1);
        assertFails(FailureCode.TOKEN_FOR_SOMETHING_ELSE, () -> verifier().verify(only, presentation()));
    }

    @Test
    void refusesAnotherVm() {
        assertForSomethingElse(new TokenScope(RESERVATION, VmId.random(), ENDS, BANDWIDTH, WINDOW));
    }

    @Test
    void refusesAnotherReservation() {
        assertForSomethingElse(new TokenScope(MigrationId.random(), VM, ENDS, BANDWIDTH, WINDOW));
    }

    @Test
    void refusesOtherEnds() {
        PathEnds others = new PathEnds(ENDS.a(), PortId.parse("chicago:client-1"));
        assertForSomethingElse(new TokenScope(RESERVATION, VM, others, BANDWIDTH, WINDOW));
    }

    @Test
    void refusesMoreBandwidth() {
        Bandwidth more = BANDWIDTH.plus(new Bandwidth(1));
        assertForSomethingElse(new TokenScope(RESERVATION, VM, ENDS, more, WINDOW));
    }

    @Test
    void refusesALongerWindow() {
        TimeWindow later = new TimeWindow(NOON, WINDOW.until().plusMillis(1));
        assertForSomethingElse(new TokenScope(RESERVATION, VM, ENDS, BANDWIDTH, later));
        TimeWindow earlier = new TimeWindow(NOON.minusMillis(1), WINDOW.until());
        assertForSomethingElse(new TokenScope(RESERVATION, VM, ENDS, BANDWIDTH, earlier));
    }

    @Test
    void coversAWindowOfFinerGrainThanItWrites() {
        TimeWindow fine = TimeWindow.starting(NOON.plusNanos(123_456_789), Duration.ofSeconds(9));
        TokenScope scope = new TokenScope(RESERVATION, VM, ENDS, BANDWIDTH, fine);
        Token token = TokenBench.issuer().issue(HOLDER, Set.of(CHICAGO), EnumSet.allOf(Right.class), scope, 1);
        verifierAt(NOON.plusSeconds(2)).verify(token, presentation(scope));
    }

    @Test
    void refusesACriticalCaveatThatItDoesNotKnow() {
        TokenBlock caveat = with(TokenBench.block(), Set.of(BlockFormat.HIGHEST_KNOWN + 1));
        assertFails(FailureCode.TOKEN_FOR_SOMETHING_ELSE, () -> verifier().verify(signed(caveat), presentation()));
        TokenBlock known = with(TokenBench.block(), Set.of(BlockFormat.BANDWIDTH));
        verifier().verify(signed(known), presentation());
    }

    private static TokenBlock with(TokenBlock block, Set<Integer> critical) {
        return new TokenBlock(
                block.id(),
                block.issuer(),
                block.audience(),
                block.holder(),
                block.rights(),
                block.scope(),
                block.uses(),
                critical);
    }

    private static Token signed(TokenBlock block) {
        return Token.ofBlocks(List.of(SignedBlock.sign(block, TokenBench.ISSUER_KEY, List.of())));
    }

    private static Token issuedBy(TokenIssuer issuer) {
        return issuer.issue(HOLDER, Set.of(CHICAGO), EnumSet.allOf(Right.class), SCOPE, 1);
    }

    private static void assertForSomethingElse(TokenScope scope) {
        assertForSomethingElse(presentation(scope));
    }

    private static void assertForSomethingElse(Presentation presented) {
        assertFails(FailureCode.TOKEN_FOR_SOMETHING_ELSE, () -> verifier().verify(GOOD, presented));
    }

    private static void assertRefused(Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        GridException.class,
                        refused ->
                                assertThat(refused.code()).isIn(FailureCode.TOKEN_FORGED, FailureCode.TOKEN_MALFORMED));
    }
}
