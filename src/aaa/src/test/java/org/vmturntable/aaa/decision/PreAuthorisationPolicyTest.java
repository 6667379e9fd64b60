package org.vmturntable.aaa.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmturntable.aaa.token.PathEnds;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.TokenBench;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;

class PreAuthorisationPolicyTest {
    private static final PortId HOME = PortId.parse("amsterdam:client-1");
    private static final PortId SAN_DIEGO = PortId.parse("sandiego:client-1");
    private static final Asker OPERATOR = Asker.operator(TokenBench.AMSTERDAM);

    private final PreAuthorisationPolicy policy = policy(true);

    @Test
    void permitsAnOperatorOfThisSiteALightpathOfAVmThatIsHere() {
        assertThat(policy.decide(request(OPERATOR, HOME, SAN_DIEGO)).permitted())
                .isTrue();
        assertThat(policy.decide(request(OPERATOR, SAN_DIEGO, HOME)).permitted())
                .isTrue();
    }

    @Test
    void deniesOperatorsOfOtherSitesAndTrafficControllers() {
        assertDenied(policy.decide(request(Asker.operator(TokenBench.CHICAGO), HOME, SAN_DIEGO)), "operator");
        assertDenied(
                policy.decide(request(Asker.trafficController(TokenBench.AMSTERDAM), HOME, SAN_DIEGO)), "operator");
    }

    @Test
    void deniesAVmThatIsElsewhere() {
        assertDenied(policy(false).decide(request(OPERATOR, HOME, SAN_DIEGO)), "not at amsterdam");
    }

    @Test
    void deniesPathsThatDoNotBeginHere() {
        assertDenied(policy.decide(request(OPERATOR, PortId.parse("chicago:client-1"), SAN_DIEGO)), "one end");
        assertDenied(policy.decide(request(OPERATOR, HOME, HOME)), "one end");
    }

    @Test
    void deniesAnyOtherHolderOrAudience() {
        AuthorisationRequest good = request(OPERATOR, HOME, SAN_DIEGO);
        Thumbprint other = new Thumbprint("ab".repeat(32));
        assertDenied(
                policy.decide(new AuthorisationRequest(OPERATOR, other, good.audience(), good.scope())), "container");
        Set<SiteId> more = Set.of(TokenBench.CHICAGO, TokenBench.AMSTERDAM);
        assertDenied(policy.decide(new AuthorisationRequest(OPERATOR, good.holder(), more, good.scope())), "booked");
    }

    private static PreAuthorisationPolicy policy(boolean here) {
        return new PreAuthorisationPolicy(
                TokenBench.AMSTERDAM, vm -> here, HOME, TokenBench.HOLDER, TokenBench.CHICAGO);
    }

    private static void assertDenied(Decision decision, String because) {
        assertThat(decision.permitted()).isFalse();
        assertThat(decision.reason()).contains(because);
    }

    private static AuthorisationRequest request(Asker asker, PortId a, PortId b) {
        TokenScope scope = new TokenScope(
                TokenBench.RESERVATION,
                TokenBench.VM,
                new PathEnds(a, b),
                Bandwidth.ofMegabitsPerSecond(900),
                TokenBench.WINDOW);
        return new AuthorisationRequest(asker, TokenBench.HOLDER, Set.of(TokenBench.CHICAGO), scope);
    }
}
