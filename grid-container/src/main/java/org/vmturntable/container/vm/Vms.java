package org.vmturntable.container.vm;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.container.resource.ReferenceXml;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.traffic.residence.VmLedger;
import org.vmturntable.wsrf.resource.ResourceKind;
import org.vmturntable.wsrf.resource.XmlElement;

/** Makes the machines of a site into WS-Resources. */
public final class Vms {
    private static final String TYPES = "http://vmturntable.org/2026/11/types";

    private final ResourceKind<Vm> kind;
    private final URI vms;

    /**
     * @param base of this container's services
     * @param siteBase of another site's container's services; empty if the site is not known
     */
    public Vms(
            SiteId site,
            URI base,
            GuestMover guests,
            MigrationService migrations,
            VmLedger ledger,
            Function<SiteId, Optional<URI>> siteBase,
            Endings endings) {
        VmHome home = new VmHome(
                guests, migrations, ledger, other -> siteBase.apply(other).map(ServicePath.VM::at), endings);
        this.vms = ServicePath.VM.at(base);
        this.kind = new ResourceKind<>(home, VmProperties.all(site, ServicePath.MIGRATION.at(base)));
    }

    public ResourceKind<?> kind() {
        return kind;
    }

    /** Every machine as a t:VmEntry, for the site's own properties. */
    public List<XmlElement> entries(QName name) {
        return kind.home().all().stream().map(vm -> entry(name, vm)).toList();
    }

    private XmlElement entry(QName name, Vm vm) {
        String id = vm.guest().id().toString();
        return XmlElement.of(
                name,
                List.of(
                        XmlElement.of(type("VmId"), id),
                        XmlElement.of(type("Name"), vm.guest().name()),
                        XmlElement.of(
                                type("State"), VmProperties.state(vm.guest().state())),
                        ReferenceXml.resource(type("Reference"), vms, id)));
    }

    private static QName type(String local) {
        return new QName(TYPES, local);
    }

    /** @throws org.vmturntable.kernel.GridException {@code VM_UNKNOWN}, with where it went if that is known */
    void requireHere(String key) {
        var unused = kind.home().require(key);
    }

    /** @throws org.vmturntable.kernel.GridException {@code VM_UNKNOWN} if the text cannot be the key of any machine */
    static VmId id(String key) {
        return VmHome.id(key);
    }
}
