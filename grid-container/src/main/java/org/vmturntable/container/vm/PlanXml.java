package org.vmturntable.container.vm;

import java.util.concurrent.TimeUnit;
import org.vmturntable.soap.types.MigrationPlan;
import org.vmturntable.soap.types.MigrationStrategy;
import org.vmturntable.soap.types.Written;
import org.vmturntable.traffic.guest.DirtySample;
import org.vmturntable.traffic.migration.Proposal;

/** A plan as the contract has it. */
final class PlanXml {
    private PlanXml() {}

    static MigrationPlan plan(Proposal proposal) {
        org.vmturntable.traffic.plan.MigrationPlan made = proposal.plan();
        MigrationPlan plan = new MigrationPlan();
        plan.setStrategy(MigrationStrategy.valueOf(made.strategy().name()));
        plan.setPasses(made.passes());
        plan.setTotalMs(made.total().toMillis());
        plan.setCopyMs(made.copy().toMillis());
        plan.setBytes(made.bytes().value());
        plan.setDiskBytes(made.diskBytes().value());
        plan.setBlackoutMs(made.blackout().expected().toMillis());
        plan.setBlackoutBoundMs(made.blackout().boundMillis());
        plan.setBrownOutMs(made.brownOut().toMillis());
        plan.setLeaseMs(proposal.lease().toMillis());
        plan.setBandwidthBps(proposal.path().bandwidth().bitsPerSecond());
        plan.setRoundTripUs(
                TimeUnit.NANOSECONDS.toMicros(proposal.path().roundTrip().toNanos()));
        proposal.written().forEach(sample -> plan.getWritten().add(written(sample)));
        return plan;
    }

    private static Written written(DirtySample sample) {
        Written written = new Written();
        written.setWithinMs(sample.within().toMillis());
        written.setBytes(sample.distinct().value());
        return written;
    }
}
