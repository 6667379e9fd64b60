package org.vmturntable.aaa.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmturntable.aaa.token.PathEnds;
import org.vmturntable.aaa.token.TokenBench;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;

class MigrationPolicyTest {
    private static final PortId HOME = PortId.parse("amsterdam:client-1");
    private static final PortId SAN_DIEGO = PortId.parse("sandiego:client-1");
    private static final Bandwidth MOST = Bandwidth.ofMegabitsPerSecond(900);

    private final MigrationPolicy policy =
            new MigrationPolicy(TokenBench.AMSTERDAM, TokenBench.VM::equals, Set.of(HOME), Set.of(SAN_DIEGO), MOST);
    private final MigrationPolicy emptySite =
            new MigrationPolicy(TokenBench.AMSTERDAM, vm -> false, Set.of(HOME), Set.of(SAN_DIEGO), MOST);

    @Test
    void permitsThisSitesTrafficControllerToMoveAVmThatIsHere() {
        assertThat(policy.decide(request(TokenBench.AMSTERDAM, HOME, SAN_DIEGO, MOST))
                        .permitted())
                .isTrue();
        assertThat(policy.decide(request(TokenBench.AMSTERDAM, SAN_DIEGO, HOME, MOST))
                        .permitted())
                .isTrue();
    }

    @Test
    void deniesAnotherSite() {
        assertDenied(policy.decide(request(TokenBench.CHICAGO, HOME, SAN_DIEGO, MOST)), "Only");
    }

    @Test
    void deniesAnOperatorForWhomNothingIsInTheJournal() {
        AuthorisationRequest controllers = request(TokenBench.AMSTERDAM, HOME, SAN_DIEGO, MOST);
        AuthorisationRequest operators = new AuthorisationRequest(
                Asker.operator(TokenBench.AMSTERDAM),
                controllers.holder(),
                controllers.audience(),
                controllers.scope());
        assertDenied(policy.decide(operators), "Only");
    }

    @Test
    void deniesAVmThatIsElsewhere() {
        assertDenied(emptySite.decide(request(TokenBench.AMSTERDAM, HOME, SAN_DIEGO, MOST)), "not at amsterdam");
    }

    @Test
    void deniesPathsThatLeadElsewhere() {
        PortId chicago = PortId.parse("chicago:client-1");
        assertDenied(policy.decide(request(TokenBench.AMSTERDAM, HOME, chicago, MOST)), "that way");
        assertDenied(policy.decide(request(TokenBench.AMSTERDAM, chicago, SAN_DIEGO, MOST)), "that way");
    }

    @Test
    void deniesMoreBandwidthThanAMigrationMayTake() {
        Bandwidth more = MOST.plus(new Bandwidth(1));
        assertDenied(policy.decide(request(TokenBench.AMSTERDAM, HOME, SAN_DIEGO, more)), "at most");
    }

    private static void assertDenied(Decision decision, String because) {
        assertThat(decision.permitted()).isFalse();
        assertThat(decision.reason()).contains(because);
    }

    private static AuthorisationRequest request(SiteId asker, PortId a, PortId b, Bandwidth bandwidth) {
        TokenScope scope =
                new TokenScope(TokenBench.RESERVATION, TokenBench.VM, new PathEnds(a, b), bandwidth, TokenBench.WINDOW);
        return new AuthorisationRequest(
                Asker.trafficController(asker), TokenBench.HOLDER, Set.of(TokenBench.CHICAGO), scope);
    }
}
