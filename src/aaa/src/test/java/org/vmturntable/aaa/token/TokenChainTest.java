package org.vmturntable.aaa.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.aaa.token.TokenBench.BANDWIDTH;
import static org.vmturntable.aaa.token.TokenBench.CHICAGO;
import static org.vmturntable.aaa.token.TokenBench.ENDS;
import static org.vmturntable.aaa.token.TokenBench.HOLDER;
import static org.vmturntable.aaa.token.TokenBench.HOLDER_KEY;
import static org.vmturntable.aaa.token.TokenBench.NOON;
import static org.vmturntable.aaa.token.TokenBench.RESERVATION;
import static org.vmturntable.aaa.token.TokenBench.SAN_DIEGO;
import static org.vmturntable.aaa.token.TokenBench.SCOPE;
import static org.vmturntable.aaa.token.TokenBench.STRANGER_KEY;
import static org.vmturntable.aaa.token.TokenBench.VM;
import static org.vmturntable.aaa.token.TokenBench.WINDOW;
import static org.vmturntable.aaa.token.TokenBench.presentation;
import static org.vmturntable.aaa.token.TokenBench.token;
import static org.vmturntable.aaa.token.TokenBench.verifier;
import static org.vmturntable.kernel.Failures.assertFails;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;

class TokenChainTest {
    private static final SigningKey NEXT_KEY = TokenBench.key(9);
    private static final Thumbprint NEXT = NEXT_KEY.verificationKey().thumbprint();
    private static final Bandwidth HALF = Bandwidth.ofMegabitsPerSecond(450);

    private final Token first = token();

    @Test
    void givesTheNextHolderWhatAllBlocksAllow() {
        TokenScope half = new TokenScope(RESERVATION, VM, ENDS, HALF, new TimeWindow(NOON, NOON.plusSeconds(300)));
        Token narrowed = TokenIssuer.narrow(first, HOLDER_KEY, next(half, EnumSet.of(Right.RESERVE)));
        VerifiedToken verified = verifier().verify(narrowed, byNext(Right.RESERVE, half));
        assertThat(verified.right().scope()).isEqualTo(half);
        assertThat(verified.right().rights()).containsExactly(Right.RESERVE);
        assertThat(verified.id()).isEqualTo(first.claims().id());
        assertSomethingElse(narrowed, byNext(Right.RESERVE, SCOPE));
        assertSomethingElse(narrowed, byNext(Right.RELEASE, half));
    }

    @Test
    void isOfNoUseToTheHolderWhoHandedItOn() {
        Token narrowed = TokenIssuer.narrow(first, HOLDER_KEY, next(SCOPE, EnumSet.allOf(Right.class)));
        assertFails(FailureCode.TOKEN_OF_ANOTHER, () -> verifier().verify(narrowed, presentation()));
    }

    @Test
    void cannotBeWidenedByADomainInTheMiddle() {
        Bandwidth more = BANDWIDTH.plus(HALF);
        TokenScope wide = new TokenScope(
                RESERVATION, VM, ENDS, more, new TimeWindow(NOON, WINDOW.until().plusSeconds(60)));
        Token widened = TokenIssuer.narrow(
                first, HOLDER_KEY, block(Set.of(CHICAGO, SAN_DIEGO), wide, EnumSet.allOf(Right.class), 9));
        VerifiedToken verified = verifier().verify(widened, byNext(Right.RESERVE, SCOPE));
        assertThat(verified.right().scope()).isEqualTo(SCOPE);
        assertThat(verified.right().uses()).isEqualTo(1);
        assertThat(verified.right().audience()).containsExactly(CHICAGO);
        assertSomethingElse(widened, byNext(Right.RESERVE, wide));
    }

    @Test
    void cannotBeTurnedToAnotherVm() {
        TokenScope other = new TokenScope(RESERVATION, VmId.random(), ENDS, BANDWIDTH, WINDOW);
        Token turned = TokenIssuer.narrow(first, HOLDER_KEY, next(other, EnumSet.allOf(Right.class)));
        assertSomethingElse(turned, byNext(Right.RESERVE, other));
    }

    @Test
    void cannotBeHandedOnByWhoDoesNotHoldIt() {
        Token stolen = TokenIssuer.narrow(first, STRANGER_KEY, next(SCOPE, EnumSet.allOf(Right.class)));
        assertFails(FailureCode.TOKEN_FORGED, () -> verifier().verify(stolen, byNext(Right.RESERVE, SCOPE)));
    }

    @Test
    void blocksOfAnotherTokenDoNotFit() {
        Token narrowed = TokenIssuer.narrow(first, HOLDER_KEY, next(SCOPE, EnumSet.allOf(Right.class)));
        List<SignedBlock> mixed = new ArrayList<>(token().blocks());
        mixed.add(narrowed.blocks().get(1));
        assertFails(
                FailureCode.TOKEN_FORGED, () -> verifier().verify(Token.ofBlocks(mixed), byNext(Right.RESERVE, SCOPE)));
    }

    @Test
    void blocksCannotBeLeftOutOrReordered() {
        Token two = TokenIssuer.narrow(first, HOLDER_KEY, next(SCOPE, EnumSet.allOf(Right.class)));
        TokenBlock last = new TokenBlock(
                first.claims().id(), CHICAGO, Set.of(CHICAGO), HOLDER, EnumSet.allOf(Right.class), SCOPE, 1, Set.of());
        Token three = TokenIssuer.narrow(two, NEXT_KEY, last);
        verifier().verify(three, presentation());
        List<SignedBlock> blocks = three.blocks();
        assertForged(List.of(blocks.get(0), blocks.get(2)));
        assertForged(List.of(blocks.get(0), blocks.get(2), blocks.get(1)));
        assertForged(List.of(blocks.get(1), blocks.get(2)));
    }

    @Test
    void hasAtMostEightBlocks() {
        List<SignedBlock> nine = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            nine.add(first.blocks().get(0));
        }
        assertFails(FailureCode.TOKEN_MALFORMED, () -> Token.ofBlocks(nine));
        assertFails(FailureCode.TOKEN_MALFORMED, () -> Token.ofBlocks(List.of()));
    }

    private static void assertForged(List<SignedBlock> blocks) {
        assertFails(FailureCode.TOKEN_FORGED, () -> verifier().verify(Token.ofBlocks(blocks), presentation()));
    }

    private static void assertSomethingElse(Token token, Presentation presented) {
        assertFails(FailureCode.TOKEN_FOR_SOMETHING_ELSE, () -> verifier().verify(token, presented));
    }

    private static Presentation byNext(Right right, TokenScope scope) {
        return new Presentation(CHICAGO, NEXT, right, Optional.of(scope));
    }

    private TokenBlock next(TokenScope scope, Set<Right> rights) {
        return block(Set.of(CHICAGO), scope, rights, 1);
    }

    private TokenBlock block(Set<SiteId> audience, TokenScope scope, Set<Right> rights, int uses) {
        return new TokenBlock(first.claims().id(), CHICAGO, audience, NEXT, rights, scope, uses, Set.of());
    }
}
