package org.vmturntable.container.vm;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.vmturntable.container.resource.ReferenceXml;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.wsrf.resource.PropertySet;
import org.vmturntable.wsrf.resource.ResourceProperty;
import org.vmturntable.wsrf.resource.XmlElement;

/** What a machine says of itself: migratable-vm.wsdl, VmProperties. */
final class VmProperties {
    private static final String NS = "http://vmturntable.org/2026/11/vm";

    private VmProperties() {}

    /** @param migrations address of this site's migrations, without a key */
    static PropertySet<Vm> all(SiteId site, URI migrations) {
        return new PropertySet<>(
                name("VmProperties"),
                List.of(
                        ResourceProperty.one(name("VmId"), vm -> vm.guest().id()),
                        ResourceProperty.one(name("Name"), vm -> vm.guest().name()),
                        ResourceProperty.one(
                                name("State"), vm -> state(vm.guest().state())),
                        ResourceProperty.one(name("Site"), vm -> site),
                        ResourceProperty.one(
                                name("MemoryBytes"), vm -> vm.guest().memory().value()),
                        ResourceProperty.one(
                                name("VirtualCpus"), vm -> vm.guest().virtualCpus()),
                        texts("Address", vm -> vm.guest().addresses()),
                        texts("MacAddress", vm -> vm.guest().macAddresses()),
                        ResourceProperty.many(
                                name("Disk"),
                                vm -> vm.guest().disks().stream()
                                        .map(VmProperties::disk)
                                        .toList()),
                        texts("Obstacle", vm -> vm.guest().obstacle().stream().toList()),
                        reference("CurrentMigration", migrations, Vm::current),
                        reference("LastMigration", migrations, Vm::last)));
    }

    static String state(GuestState state) {
        return switch (state) {
            case RUNNING, MOVING_OUT -> "RUNNING";
            case PAUSED, ARRIVING -> "PAUSED";
            case SHUT_OFF -> "SHUT_OFF";
            case ABSENT -> "UNKNOWN";
        };
    }

    private static ResourceProperty<Vm> texts(String local, Function<Vm, List<String>> values) {
        return ResourceProperty.many(
                name(local),
                vm -> values.apply(vm).stream()
                        .map(text -> XmlElement.of(name(local), text))
                        .toList());
    }

    private static ResourceProperty<Vm> reference(
            String local, URI migrations, Function<Vm, Optional<MigrationSaga>> which) {
        return ResourceProperty.many(
                name(local),
                vm ->
                        which
                                .apply(vm)
                                .map(saga -> ReferenceXml.resource(
                                        name(local), migrations, saga.id().toString()))
                                .stream()
                                .toList());
    }

    private static XmlElement disk(GuestDisk disk) {
        return XmlElement.of(
                name("Disk"),
                List.of(
                        XmlElement.of(type("Target"), disk.target()),
                        XmlElement.of(type("SizeBytes"), disk.size().value()),
                        XmlElement.of(type("Base"), disk.base()),
                        XmlElement.of(type("WrittenBytes"), disk.written().value())));
    }

    private static QName type(String local) {
        return new QName("http://vmturntable.org/2026/11/types", local);
    }

    private static QName name(String local) {
        return new QName(NS, local);
    }
}
