package org.vmturntable.cli.soap;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.oasis_open.docs.wsrf.rl_2.Destroy;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocument;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.Lightpath;
import org.vmturntable.cli.grid.MigrateOrder;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Plan;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Site;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.cli.profile.ClientProfile;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.SoapIdentity;
import org.vmturntable.soap.lightpath.LightpathProperties;
import org.vmturntable.soap.migration.Cancel;
import org.vmturntable.soap.migration.MigrationProperties;
import org.vmturntable.soap.migration.Retry;
import org.vmturntable.soap.site.SiteDirectory;
import org.vmturntable.soap.site.SiteProperties;
import org.vmturntable.soap.vm.MigratableVm;
import org.vmturntable.soap.vm.Migrate;
import org.vmturntable.soap.vm.PlanMigration;
import org.vmturntable.soap.vm.VmProperties;

/** The grid over its SOAP services, as one user. */
public final class SoapGrid implements Grid {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** A plan takes a look at the machine, of some seconds, and calls that cross an ocean; all else answers at once. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final ClientProfile profile;
    private final GridClients clients;

    private SoapGrid(ClientProfile profile, GridClients clients) {
        this.profile = profile;
        this.clients = clients;
    }

    /** @throws GridFailure if the identity's files cannot be read */
    public static SoapGrid open(ClientProfile profile) {
        ClientProfile.Identity identity = profile.identity();
        try {
            SoapIdentity user = SoapIdentity.read(identity.keyStore(), identity.trustStore(), identity.passwordFile());
            return new SoapGrid(profile, new GridClients(user, CONNECT, ANSWER));
        } catch (IOException unreadable) {
            throw new GridFailure(
                    Failure.of(
                            FailureKind.INVALID_REQUEST,
                            "IDENTITY_UNREADABLE",
                            "The identity in your profile cannot be read: " + unreadable.getMessage()),
                    unreadable);
        }
    }

    @Override
    public List<String> siteNames() {
        return List.copyOf(profile.sites().keySet());
    }

    @Override
    public Site site(String name) {
        URI base = profile.sites().get(name);
        if (base == null) {
            throw new GridFailure(Failure.of(
                    FailureKind.INVALID_REQUEST, "SITE_UNKNOWN", "Your profile names no site " + name + "."));
        }
        URI directory = URI.create(base + "/site");
        return Faults.asked(
                name,
                () -> Answers.site(
                        name,
                        Answers.document(
                                SiteProperties.class,
                                clients.port(SiteDirectory.class, directory)
                                        .getResourcePropertyDocument(new GetResourcePropertyDocument())
                                        .getAny())));
    }

    @Override
    public Vm vm(Reference vm) {
        return Faults.asked(
                vm.site(),
                () -> Answers.vm(
                        vm,
                        Answers.document(
                                VmProperties.class,
                                port(MigratableVm.class, vm)
                                        .getResourcePropertyDocument(new GetResourcePropertyDocument())
                                        .getAny())));
    }

    @Override
    public Migration migration(Reference migration) {
        return Faults.asked(
                migration.site(),
                () -> Answers.migration(
                        migration,
                        Answers.document(
                                MigrationProperties.class,
                                port(org.vmturntable.soap.migration.Migration.class, migration)
                                        .getResourcePropertyDocument(new GetResourcePropertyDocument())
                                        .getAny())));
    }

    @Override
    public Lightpath lightpath(Reference lightpath) {
        return Faults.asked(
                lightpath.site(),
                () -> Answers.lightpath(
                        lightpath,
                        Answers.document(
                                LightpathProperties.class,
                                port(org.vmturntable.soap.lightpath.Lightpath.class, lightpath)
                                        .getResourcePropertyDocument(new GetResourcePropertyDocument())
                                        .getAny())));
    }

    @Override
    public Plan plan(Reference vm, MigrateOrder order) {
        PlanMigration request = new PlanMigration();
        request.setDestinationSite(order.destination());
        order.bandwidth().ifPresent(request::setBandwidthBps);
        order.maxBlackoutMillis().ifPresent(request::setMaxBlackoutMs);
        return Faults.asked(
                vm.site(),
                () -> Answers.plan(
                        port(MigratableVm.class, vm).planMigration(request).getPlan()));
    }

    @Override
    public Reference migrate(Reference vm, MigrateOrder order) {
        Migrate request = new Migrate();
        request.setDestinationSite(order.destination());
        order.bandwidth().ifPresent(request::setBandwidthBps);
        order.maxBlackoutMillis().ifPresent(request::setMaxBlackoutMs);
        order.requestId().ifPresent(request::setClientRequestId);
        return Faults.asked(
                vm.site(),
                () -> Answers.reference(
                        vm.site(), port(MigratableVm.class, vm).migrate(request).getMigration()));
    }

    @Override
    public MigrationState cancel(Reference migration) {
        return Faults.asked(
                migration.site(),
                () -> MigrationState.valueOf(port(org.vmturntable.soap.migration.Migration.class, migration)
                        .cancel(new Cancel())
                        .getState()
                        .name()));
    }

    @Override
    public MigrationState retry(Reference migration) {
        return Faults.asked(
                migration.site(),
                () -> MigrationState.valueOf(port(org.vmturntable.soap.migration.Migration.class, migration)
                        .retry(new Retry())
                        .getState()
                        .name()));
    }

    @Override
    public void release(Reference lightpath) {
        Faults.asked(
                lightpath.site(),
                () -> port(org.vmturntable.soap.lightpath.Lightpath.class, lightpath)
                        .destroy(new Destroy()));
    }

    @Override
    public void close() {
        clients.close();
    }

    private <T> T port(Class<T> type, Reference reference) {
        return clients.port(type, endpoint(reference));
    }

    /** The key goes as a reference parameter too: the address already ends with it. */
    private static EndpointReferenceType endpoint(Reference reference) {
        String address = reference.address().toString();
        String service = address.endsWith("/" + reference.key())
                ? address.substring(0, address.length() - reference.key().length() - 1)
                : address;
        return EndpointReferences.resource(URI.create(service), reference.key());
    }
}
