package org.vmturntable.wsrf.resource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * A piece of XML as a value: a name, attributes, and either text or children. Endpoints turn it into what goes on the wire; domains and
 * renderers never see a document object.
 *
 * @param attributes may be empty
 * @param text empty if the element has children or nothing
 * @param children in document order; may be empty
 */
public record XmlElement(QName name, Map<QName, String> attributes, String text, List<XmlElement> children) {
    public XmlElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** An element with text; the text is the value's {@code toString()}. */
    public static XmlElement of(QName name, Object value) {
        return new XmlElement(name, Map.of(), value.toString(), List.of());
    }

    public static XmlElement of(QName name, List<XmlElement> children) {
        return new XmlElement(name, Map.of(), "", children);
    }

    /** The same element with one attribute more. */
    public XmlElement with(QName attribute, String value) {
        Map<QName, String> more = new HashMap<>(attributes);
        more.put(attribute, value);
        return new XmlElement(name, more, text, children);
    }

    /** The text of the first child with this name. */
    public Optional<String> child(QName child) {
        return children.stream()
                .filter(each -> each.name.equals(child))
                .map(XmlElement::text)
                .findFirst();
    }
}
