package org.vmturntable.testbed.deployment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.vmturntable.testbed.process.HostException;

class BringupTest {
    @Test
    void aRefusalInTheBackgroundIsTheSameRefusal() {
        HostException refusal = new HostException("The package linux-image-cloud-amd64 cannot be had.");
        CompletableFuture<String> task = CompletableFuture.supplyAsync(() -> {
            throw refusal;
        });
        assertThatThrownBy(() -> Bringup.outcome(task)).isSameAs(refusal);
    }
}
