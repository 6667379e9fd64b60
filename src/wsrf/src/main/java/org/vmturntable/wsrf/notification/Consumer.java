package org.vmturntable.wsrf.notification;

import java.net.URI;
import java.util.List;
import org.vmturntable.wsrf.resource.XmlElement;

/**
 * Where messages go.
 *
 * @param parameters WS-Addressing reference parameters, echoed as headers; may be empty
 */
public record Consumer(URI address, List<XmlElement> parameters) {
    public Consumer {
        parameters = List.copyOf(parameters);
    }
}
