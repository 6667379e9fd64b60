package org.vmturntable.container.vm;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.vmturntable.container.notification.Producer;
import org.vmturntable.container.notification.ProducerEndpoint;
import org.vmturntable.container.notification.Subscriptions;
import org.vmturntable.container.resource.ResourceAnswers;
import org.vmturntable.container.soap.CurrentCall;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.vm.MigratableVm;
import org.vmturntable.soap.vm.Migrate;
import org.vmturntable.soap.vm.MigrateResponse;
import org.vmturntable.soap.vm.PlanMigration;
import org.vmturntable.soap.vm.PlanMigrationResponse;
import org.vmturntable.traffic.migration.MigrateCommand;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.traffic.plan.Bounds;

/** A machine of this site, for its users. */
public final class MigratableVmEndpoint extends ProducerEndpoint implements MigratableVm {
    private final Vms vms;
    private final MigrationService migrations;
    private final Subscriptions subscriptions;
    private final URI migrationsAt;

    /** @param migrationsAt address of this site's migrations, without a key */
    public MigratableVmEndpoint(
            Vms vms,
            ResourceAnswers resource,
            MigrationService migrations,
            Subscriptions subscriptions,
            URI migrationsAt) {
        super(resource, subscriptions);
        this.vms = vms;
        this.migrations = migrations;
        this.subscriptions = subscriptions;
        this.migrationsAt = migrationsAt;
    }

    @Override
    public MigrateResponse migrate(Migrate request) {
        Optional<Subscribe> subscribe = Optional.ofNullable(request.getSubscribe());
        subscribe.ifPresent(subscriptions::check);
        MigrateCommand command = command(
                request.getDestinationSite(),
                request.getBandwidthBps(),
                request.getClientRequestId(),
                bounds(request.getMaxBlackoutMs(), request.getDeadline()));
        MigrationSaga saga = orWhereItWent(command, migrations::start);
        MigrateResponse response = new MigrateResponse();
        response.setMigrationId(saga.id().toString());
        response.setMigration(
                EndpointReferences.resource(migrationsAt, saga.id().toString()));
        // Everything that happened meanwhile is in the journal, and a subscription from the beginning is told all of
        // it.
        subscribe
                .map(wish -> subscriptions.subscribeFromTheBeginning(Producer.of(saga.id()), wish))
                .ifPresent(response::setSubscriptionReference);
        return response;
    }

    @Override
    public PlanMigrationResponse planMigration(PlanMigration request) {
        MigrateCommand command = command(
                request.getDestinationSite(),
                request.getBandwidthBps(),
                null,
                bounds(request.getMaxBlackoutMs(), request.getDeadline()));
        PlanMigrationResponse response = new PlanMigrationResponse();
        response.setPlan(PlanXml.plan(orWhereItWent(command, migrations::plan)));
        return response;
    }

    /** Asks first and looks afterwards: a repeated request is answered although its machine has gone. */
    private <T> T orWhereItWent(MigrateCommand command, Function<MigrateCommand, T> order) {
        try {
            return order.apply(command);
        } catch (GridException refused) {
            if (refused.code() == FailureCode.VM_UNKNOWN) {
                vms.requireHere(command.vm().toString());
            }
            throw refused;
        }
    }

    private static MigrateCommand command(
            String destination, @Nullable Long bandwidth, @Nullable String requestId, Bounds bounds) {
        CurrentCall call = CurrentCall.get();
        return new MigrateCommand(
                Vms.id(call.requireKey()),
                new SiteId(destination),
                Optional.ofNullable(bandwidth).map(Bandwidth::new),
                Optional.ofNullable(requestId),
                bounds,
                call.caller().subject());
    }

    private static Bounds bounds(@Nullable Long maxBlackoutMillis, @Nullable Instant deadline) {
        return new Bounds(
                Optional.ofNullable(maxBlackoutMillis).map(Duration::ofMillis), Optional.ofNullable(deadline));
    }

    @Override
    protected Producer producer() {
        String key = CurrentCall.get().requireKey();
        vms.requireHere(key);
        return Producer.of(Vms.id(key));
    }
}
