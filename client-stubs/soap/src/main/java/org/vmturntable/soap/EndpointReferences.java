package org.vmturntable.soap;

import jakarta.xml.bind.JAXBElement;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.apache.cxf.ws.addressing.AttributedURIType;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.apache.cxf.ws.addressing.ReferenceParametersType;
import org.w3c.dom.Element;

/**
 * Endpoint references of ours: the resource's key is a reference parameter, and stands at the end of the address's path too, for
 * clients that do not echo reference parameters.
 */
public final class EndpointReferences {
    /** The reference parameter (xsd/types.xsd). */
    public static final QName RESOURCE_KEY = new QName("http://vmturntable.org/2026/11/types", "ResourceKey");

    private EndpointReferences() {}

    /**
     * Refers to a resource.
     *
     * @param service address of its service, without the key, such as https://198.18.0.1:8443/migration
     */
    public static EndpointReferenceType resource(URI service, String key) {
        EndpointReferenceType reference = service(URI.create(service + "/" + key));
        ReferenceParametersType parameters = new ReferenceParametersType();
        parameters.getAny().add(new JAXBElement<>(RESOURCE_KEY, String.class, key));
        reference.setReferenceParameters(parameters);
        return reference;
    }

    /** Refers to a service as a whole. */
    public static EndpointReferenceType service(URI address) {
        AttributedURIType uri = new AttributedURIType();
        uri.setValue(address.toString());
        EndpointReferenceType reference = new EndpointReferenceType();
        reference.setAddress(uri);
        return reference;
    }

    /**
     * @throws IllegalArgumentException if the reference has no address, or one that is no URI
     */
    public static URI address(EndpointReferenceType reference) {
        AttributedURIType address = reference.getAddress();
        if (address == null || address.getValue() == null) {
            throw new IllegalArgumentException("an endpoint reference without an address");
        }
        return URI.create(address.getValue().trim());
    }

    /** The resource's key, if the reference has one as a reference parameter. */
    public static Optional<String> key(EndpointReferenceType reference) {
        ReferenceParametersType parameters = reference.getReferenceParameters();
        return parameters == null
                ? Optional.empty()
                : parameters.getAny().stream()
                        .map(EndpointReferences::keyIn)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static Optional<String> keyIn(Object parameter) {
        if (parameter instanceof JAXBElement<?> element && element.getName().equals(RESOURCE_KEY)) {
            return Optional.of(Objects.toString(element.getValue()).trim());
        }
        if (parameter instanceof Element element
                && RESOURCE_KEY.getLocalPart().equals(element.getLocalName())
                && RESOURCE_KEY.getNamespaceURI().equals(element.getNamespaceURI())) {
            return Optional.of(element.getTextContent().trim());
        }
        return Optional.empty();
    }
}
