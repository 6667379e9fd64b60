package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;

class AdviceTest extends SimulatedMigration {
    @Test
    void ofAGuestThatHasSwitchedAndWaitsIsToMendThePathAndNotToStartIt() {
        MigrationOrder order = migrated().order();
        assertThat(Advice.locate(order, new Failure(FailureCode.MEMORY_DIVIDED, "The path is lost")))
                .contains("Mend the path", "migration retry " + order.id(), "Do not start the guest at amsterdam")
                .doesNotContain("not known where");
    }

    @Test
    void ofAGuestWhosePlaceIsNotKnownIsToLookAtBothSites() {
        MigrationOrder order = migrated().order();
        assertThat(Advice.locate(order, new Failure(FailureCode.GUEST_LOST, "It runs nowhere")))
                .contains("not known where", "amsterdam", "sandiego");
    }

    @Test
    void isToldOnlyWhileTheMigrationIsStranded() {
        grid.tunnel.refuse(1000);
        MigrationSaga stranded = migrated();
        assertThat(stranded.advice().orElse("")).contains("Mend what the reason names");

        grid.tunnel.refuse(0);
        service.retry(stranded.id());
        grid.settle();
        assertThat(service.get(stranded.id()).advice()).isEmpty();
    }
}
