package org.vmturntable.wsrf.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * The properties of one kind of resource, in the order in which its document's schema wants them.
 *
 * @param <R> the kind of resource
 * @see "WS-ResourceProperties 1.2, section 4"
 */
public final class PropertySet<R> {
    private final QName root;
    private final Map<QName, ResourceProperty<R>> properties = new LinkedHashMap<>();

    /** @param root the document element, as the port type's {@code wsrf-rp:ResourceProperties} attribute names it */
    public PropertySet(QName root, List<ResourceProperty<R>> properties) {
        this.root = root;
        for (ResourceProperty<R> property : properties) {
            if (this.properties.put(property.name(), property) != null) {
                throw new IllegalArgumentException("Two properties are named " + property.name());
            }
        }
    }

    public Set<QName> names() {
        return Set.copyOf(properties.keySet());
    }

    /**
     * The values of one property; may be empty.
     *
     * @throws GridException {@link FailureCode#PROPERTY_UNKNOWN} if the kind has no such property
     */
    public List<XmlElement> values(R resource, QName name) {
        ResourceProperty<R> property = properties.get(name);
        if (property == null) {
            throw new GridException(
                    FailureCode.PROPERTY_UNKNOWN,
                    "No property " + name + "; there are " + properties.keySet(),
                    Map.of("property", name.toString()));
        }
        return property.values(resource);
    }

    /** All values of all properties, below the document element. */
    public XmlElement document(R resource) {
        return XmlElement.of(
                root,
                properties.values().stream()
                        .flatMap(property -> property.values(resource).stream())
                        .toList());
    }
}
