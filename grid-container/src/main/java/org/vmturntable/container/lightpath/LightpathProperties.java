package org.vmturntable.container.lightpath;

import java.util.List;
import javax.xml.namespace.QName;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.wsrf.resource.PropertySet;
import org.vmturntable.wsrf.resource.ResourceProperty;
import org.vmturntable.wsrf.resource.XmlElement;

/** What a lightpath says of itself: lightpath.wsdl, LightpathProperties. */
final class LightpathProperties {
    private static final String NS = "http://vmturntable.org/2026/11/lightpath";
    private static final String TYPES = "http://vmturntable.org/2026/11/types";

    private LightpathProperties() {}

    static PropertySet<Lightpath> all() {
        return new PropertySet<>(
                name("LightpathProperties"),
                List.of(
                        ResourceProperty.one(name("LightpathId"), Lightpath::id),
                        ResourceProperty.one(name("State"), Lightpath::state),
                        ResourceProperty.one(
                                name("PortA"), it -> it.terms().ends().a()),
                        ResourceProperty.one(
                                name("PortB"), it -> it.terms().ends().b()),
                        ResourceProperty.one(
                                name("BandwidthBps"),
                                it -> it.terms().bandwidth().bitsPerSecond()),
                        ResourceProperty.many(name("Window"), it -> List.of(window(it))),
                        ResourceProperty.one(name("Vlan"), it -> it.route().label()),
                        ResourceProperty.many(name("Hop"), it -> hops(it.route())),
                        ResourceProperty.one(name("Owner"), it -> it.presenter().site())));
    }

    private static XmlElement window(Lightpath lightpath) {
        return XmlElement.of(
                name("Window"),
                List.of(
                        XmlElement.of(type("From"), lightpath.terms().window().from()),
                        XmlElement.of(type("Until"), lightpath.terms().window().until())));
    }

    private static List<XmlElement> hops(Route route) {
        return route.hops().stream()
                .map(hop -> XmlElement.of(
                        name("Hop"),
                        List.of(
                                XmlElement.of(type("Element"), hop.element()),
                                XmlElement.of(type("PortIn"), hop.in()),
                                XmlElement.of(type("PortOut"), hop.out()))))
                .toList();
    }

    private static QName name(String local) {
        return new QName(NS, local);
    }

    private static QName type(String local) {
        return new QName(TYPES, local);
    }
}
