package org.vmturntable.container.site;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.vmturntable.container.config.SiteConfiguration;
import org.vmturntable.traffic.hosting.HostingRoom;
import org.vmturntable.wsrf.resource.XmlElement;

/**
 * What a site shows of itself. Each part says its own entries under the name that it is given.
 *
 * @param room empty if the site hosts no machines
 */
public record SiteParts(
        SiteConfiguration configuration,
        Optional<HostingRoom> room,
        Function<QName, List<XmlElement>> vms,
        Function<QName, List<XmlElement>> migrations,
        Function<QName, List<XmlElement>> lightpaths) {}
