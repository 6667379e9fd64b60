package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.kernel.Failures.assertFails;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.VmId;

class VmClaimsTest {
    private final VmClaims claims = new VmClaims();
    private final VmId vm = VmId.random();

    @Test
    void nobodyBeginsWhileSomeoneIsAlone() {
        claims.alone(vm, () -> {
            assertRefused(() -> claims.beginning(vm, () -> 1));
            assertRefused(() -> claims.alone(vm, () -> {}));
            assertThat(claims.<Integer>beginning(VmId.random(), () -> 1)).isEqualTo(1);
        });
        assertThat(claims.<Integer>beginning(vm, () -> 2)).isEqualTo(2);
    }

    @Test
    void severalMayBeginAndNobodyIsAloneBeforeTheLastHasBegun() {
        int inner = claims.<Integer>beginning(vm, () -> {
            int nested = claims.<Integer>beginning(vm, () -> 1);
            assertRefused(() -> claims.alone(vm, () -> {}));
            return nested;
        });
        assertThat(inner).isEqualTo(1);
        claims.alone(vm, () -> {});
    }

    @Test
    void aClaimEndsWithAFailure() {
        assertThatThrownBy(() -> claims.alone(vm, () -> {
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(claims.<Integer>beginning(vm, () -> 1)).isEqualTo(1);
    }

    private static void assertRefused(ThrowingCallable call) {
        assertFails(FailureCode.STATE_FORBIDS, call);
    }
}
