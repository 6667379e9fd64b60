package org.vmturntable.wsrf.resource;

import java.util.List;
import javax.xml.namespace.QName;

/**
 * A kind of WS-Resource: where its resources live and what they say of themselves. Everything that is the same for all kinds (reading
 * properties, ending) is done once, over this.
 *
 * @param <R> the kind of resource
 */
public record ResourceKind<R>(ResourceHome<R> home, PropertySet<R> properties) {

    /** @throws org.vmturntable.kernel.GridException of kind {@code UNKNOWN_RESOURCE}, or {@code PROPERTY_UNKNOWN} */
    public List<XmlElement> property(String key, QName name) {
        return properties.values(home.require(key), name);
    }

    /** @throws org.vmturntable.kernel.GridException of kind {@code UNKNOWN_RESOURCE} */
    public XmlElement document(String key) {
        return properties.document(home.require(key));
    }

    /** @throws org.vmturntable.kernel.GridException of kind {@code UNKNOWN_RESOURCE}, or {@code STATE_FORBIDS} */
    public void destroy(String key) {
        home.destroy(key);
    }
}
