package org.vmturntable.container.lightpath;

import java.net.URI;
import java.util.List;
import javax.xml.namespace.QName;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.container.resource.ReferenceXml;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.lightpath.LightpathService;
import org.vmturntable.wsrf.resource.ResourceKind;
import org.vmturntable.wsrf.resource.XmlElement;

/** Makes a broker's lightpaths into WS-Resources. */
public final class Lightpaths {
    private static final String TYPES = "http://vmturntable.org/2026/11/types";

    private final ResourceKind<Lightpath> kind;
    private final URI lightpaths;

    /** @param base of this container's services */
    public Lightpaths(LightpathService service, URI base) {
        this.kind = new ResourceKind<>(new LightpathHome(service), LightpathProperties.all());
        this.lightpaths = ServicePath.LIGHTPATH.at(base);
    }

    public ResourceKind<?> kind() {
        return kind;
    }

    /** Every lightpath as a t:LightpathEntry, for the site's own properties; newest first. */
    public List<XmlElement> entries(QName name) {
        return kind.home().all().stream().map(it -> entry(name, it)).toList();
    }

    private XmlElement entry(QName name, Lightpath it) {
        return XmlElement.of(
                name,
                List.of(
                        XmlElement.of(type("LightpathId"), it.id()),
                        XmlElement.of(type("State"), it.state()),
                        XmlElement.of(type("PortA"), it.terms().ends().a()),
                        XmlElement.of(type("PortB"), it.terms().ends().b()),
                        XmlElement.of(
                                type("BandwidthBps"), it.terms().bandwidth().bitsPerSecond()),
                        ReferenceXml.resource(
                                type("Reference"), lightpaths, it.id().toString())));
    }

    private static QName type(String local) {
        return new QName(TYPES, local);
    }
}
