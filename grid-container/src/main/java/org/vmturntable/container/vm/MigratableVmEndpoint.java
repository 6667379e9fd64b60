package org.vmturntable.container.vm;

import java.net.URI;
import java.util.Optional;
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
import org.vmturntable.traffic.migration.MigrateCommand;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationService;

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
        MigrationSaga saga = start(command(request));
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

    /** Asks first and looks afterwards: a repeated request is answered although its machine has gone. */
    private MigrationSaga start(MigrateCommand command) {
        try {
            return migrations.start(command);
        } catch (GridException refused) {
            if (refused.code() == FailureCode.VM_UNKNOWN) {
                vms.requireHere(command.vm().toString());
            }
            throw refused;
        }
    }

    private static MigrateCommand command(Migrate request) {
        CurrentCall call = CurrentCall.get();
        return new MigrateCommand(
                Vms.id(call.requireKey()),
                new SiteId(request.getDestinationSite()),
                Optional.ofNullable(request.getBandwidthBps()).map(Bandwidth::new),
                Optional.ofNullable(request.getClientRequestId()),
                call.caller().subject());
    }

    @Override
    protected Producer producer() {
        String key = CurrentCall.get().requireKey();
        vms.requireHere(key);
        return Producer.of(Vms.id(key));
    }
}
