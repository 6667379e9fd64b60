package org.vmturntable.drac.lightpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.drac.lightpath.LightpathBench.HOLDER;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;

@Timeout(60)
class ParallelCallsTest {
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ExecutorService callers = Executors.newFixedThreadPool(8);
    private final LightpathBench bench = new LightpathBench(workers);

    @AfterEach
    void stop() {
        workers.shutdownNow();
        callers.shutdownNow();
    }

    @Test
    void oneOfManyGetsThePortAndTheOthersAreRefused() throws Exception {
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            answers.add(callers.submit(reserves(MigrationId.random())));
        }
        assertThat(count(answers)).isEqualTo(1);
    }

    @Test
    void manyCallsForOneReservationMakeOneLightpath() throws Exception {
        MigrationId reservation = MigrationId.random();
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            answers.add(callers.submit(reserves(reservation)));
        }
        assertThat(count(answers)).isEqualTo(24);
        assertThat(bench.service.of(reservation)).hasSize(1);
    }

    private Callable<Boolean> reserves(MigrationId reservation) {
        return () -> {
            try {
                Lightpath lightpath = bench.service.reserve(bench.request(reservation));
                return bench.service.provision(lightpath.id(), HOLDER).state() == LightpathState.PROVISIONED;
            } catch (GridException refused) {
                assertThat(refused.code()).isEqualTo(FailureCode.PORT_IN_USE);
                return false;
            }
        };
    }

    private static long count(List<Future<Boolean>> answers) throws ExecutionException, InterruptedException {
        long good = 0;
        for (Future<Boolean> answer : answers) {
            good += answer.get() ? 1 : 0;
        }
        return good;
    }
}
