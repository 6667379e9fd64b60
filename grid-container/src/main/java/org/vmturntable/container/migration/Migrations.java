package org.vmturntable.container.migration;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.namespace.QName;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.container.resource.ReferenceXml;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.wsrf.resource.ResourceKind;
import org.vmturntable.wsrf.resource.XmlElement;

/** Makes the migrations from a site into WS-Resources. */
public final class Migrations {
    private static final String TYPES = "http://vmturntable.org/2026/11/types";

    private final ResourceKind<RunningMigration> kind;
    private final URI migrations;

    /**
     * @param base of this container's services
     * @param gone told of each migration that is forgotten
     */
    public Migrations(MigrationService service, URI base, Consumer<MigrationId> gone) {
        this.kind = new ResourceKind<>(new MigrationHome(service, gone), MigrationProperties.all());
        this.migrations = ServicePath.MIGRATION.at(base);
    }

    public ResourceKind<?> kind() {
        return kind;
    }

    /** Every migration as a t:MigrationEntry, for the site's own properties; newest first. */
    public List<XmlElement> entries(QName name) {
        return kind.home().all().stream().map(it -> entry(name, it.saga())).toList();
    }

    private XmlElement entry(QName name, MigrationSaga saga) {
        return XmlElement.of(
                name,
                List.of(
                        XmlElement.of(type("MigrationId"), saga.id()),
                        XmlElement.of(type("VmId"), saga.vm()),
                        XmlElement.of(type("From"), saga.order().from()),
                        XmlElement.of(type("To"), saga.order().to()),
                        XmlElement.of(type("State"), saga.state()),
                        ReferenceXml.resource(
                                type("Reference"), migrations, saga.id().toString())));
    }

    private static QName type(String local) {
        return new QName(TYPES, local);
    }
}
