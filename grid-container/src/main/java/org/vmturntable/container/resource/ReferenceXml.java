package org.vmturntable.container.resource;

import java.net.URI;
import java.util.List;
import javax.xml.namespace.QName;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.wsrf.resource.XmlElement;

/** Endpoint references (WS-Addressing 1.0) as XML values, for property documents. */
public final class ReferenceXml {
    private static final String WSA = "http://www.w3.org/2005/08/addressing";
    private static final QName ADDRESS = new QName(WSA, "Address");
    private static final QName PARAMETERS = new QName(WSA, "ReferenceParameters");

    private ReferenceXml() {}

    /**
     * An element that refers to a resource.
     *
     * @param service address of its service, without the key
     */
    public static XmlElement resource(QName name, URI service, String key) {
        XmlElement address = XmlElement.of(ADDRESS, service + "/" + key);
        XmlElement parameter = XmlElement.of(EndpointReferences.RESOURCE_KEY, key);
        return XmlElement.of(name, List.of(address, XmlElement.of(PARAMETERS, List.of(parameter))));
    }
}
