package org.vmturntable.container.site;

import java.util.List;
import java.util.Locale;
import javax.xml.namespace.QName;
import org.vmturntable.container.config.Peer;
import org.vmturntable.traffic.hosting.FreeRoom;
import org.vmturntable.wsrf.resource.PropertySet;
import org.vmturntable.wsrf.resource.ResourceKind;
import org.vmturntable.wsrf.resource.ResourceProperty;
import org.vmturntable.wsrf.resource.XmlElement;

/** What a site says of itself: site-directory.wsdl, SiteProperties. */
public final class SiteProperties {
    private static final String NS = "http://vmturntable.org/2026/11/site";
    private static final String TYPES = "http://vmturntable.org/2026/11/types";

    private SiteProperties() {}

    public static ResourceKind<?> kind(SiteParts site) {
        return new ResourceKind<>(new SiteHome(site), all());
    }

    static PropertySet<SiteParts> all() {
        return new PropertySet<>(
                name("SiteProperties"),
                List.of(
                        ResourceProperty.one(
                                name("SiteId"), it -> it.configuration().site()),
                        ResourceProperty.many(
                                name("Room"),
                                it -> it.room().map(room -> room(room.free())).stream()
                                        .toList()),
                        ResourceProperty.many(name("Vm"), it -> it.vms().apply(name("Vm"))),
                        ResourceProperty.many(
                                name("Migration"), it -> it.migrations().apply(name("Migration"))),
                        ResourceProperty.many(
                                name("Lightpath"), it -> it.lightpaths().apply(name("Lightpath"))),
                        ResourceProperty.many(
                                name("Peer"),
                                it -> it.configuration().peers().stream()
                                        .map(SiteProperties::peer)
                                        .toList())));
    }

    private static XmlElement room(FreeRoom room) {
        return XmlElement.of(
                name("Room"),
                List.of(
                        XmlElement.of(
                                type("TotalMemoryBytes"), room.memoryInAll().value()),
                        XmlElement.of(type("FreeMemoryBytes"), room.memory().value()),
                        XmlElement.of(type("TotalVirtualCpus"), room.virtualCpusInAll()),
                        XmlElement.of(type("FreeVirtualCpus"), room.virtualCpus())));
    }

    private static XmlElement peer(Peer peer) {
        return XmlElement.of(
                name("Peer"),
                List.of(
                        XmlElement.of(type("SiteId"), peer.site()),
                        XmlElement.of(type("Role"), peer.role().name().toLowerCase(Locale.ROOT)),
                        XmlElement.of(type("Url"), peer.url())));
    }

    private static QName name(String local) {
        return new QName(NS, local);
    }

    private static QName type(String local) {
        return new QName(TYPES, local);
    }
}
