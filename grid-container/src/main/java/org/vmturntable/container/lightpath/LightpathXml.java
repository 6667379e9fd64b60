package org.vmturntable.container.lightpath;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.types.Hop;
import org.vmturntable.soap.types.LightpathEntry;
import org.vmturntable.soap.types.LightpathState;

/** Lightpaths as generated types. */
final class LightpathXml {
    private LightpathXml() {}

    /** @param base of the broker's services */
    static LightpathEntry entry(Lightpath lightpath, URI base) {
        LightpathEntry entry = new LightpathEntry();
        entry.setLightpathId(lightpath.id().toString());
        entry.setState(LightpathState.valueOf(lightpath.state().name()));
        entry.setPortA(lightpath.terms().ends().a().toString());
        entry.setPortB(lightpath.terms().ends().b().toString());
        entry.setBandwidthBps(lightpath.terms().bandwidth().bitsPerSecond());
        entry.setReference(EndpointReferences.resource(
                ServicePath.LIGHTPATH.at(base), lightpath.id().toString()));
        return entry;
    }

    static List<Hop> hops(Route route) {
        return route.hops().stream().map(LightpathXml::hop).toList();
    }

    private static Hop hop(Route.Hop hop) {
        Hop xml = new Hop();
        xml.setElement(hop.element());
        xml.setPortIn(hop.in().toString());
        xml.setPortOut(hop.out().toString());
        return xml;
    }

    /** The ports in the order of the way. */
    static List<PortId> ports(List<Hop> hops) {
        return hops.stream()
                .flatMap(hop -> Stream.of(hop.getPortIn(), hop.getPortOut()))
                .map(PortId::parse)
                .toList();
    }

    static org.vmturntable.soap.types.TimeWindow window(TimeWindow window) {
        org.vmturntable.soap.types.TimeWindow xml = new org.vmturntable.soap.types.TimeWindow();
        xml.setFrom(window.from());
        xml.setUntil(window.until());
        return xml;
    }

    static TimeWindow window(org.vmturntable.soap.types.TimeWindow xml) {
        return new TimeWindow(xml.getFrom(), xml.getUntil());
    }
}
