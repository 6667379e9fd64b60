package org.vmturntable.wsrf.resource;

import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * A piece of XML as a value: a name, and either text or children. Endpoints turn it into what goes on the wire; domains and
 * renderers never see a document object.
 *
 * @param text empty if the element has children or nothing
 * @param children in document order; may be empty
 */
public record XmlElement(QName name, String text, List<XmlElement> children) {
    public XmlElement {
        children = List.copyOf(children);
    }

    /** An element with text; the text is the value's {@code toString()}. */
    public static XmlElement of(QName name, Object value) {
        return new XmlElement(name, value.toString(), List.of());
    }

    public static XmlElement of(QName name, List<XmlElement> children) {
        return new XmlElement(name, "", children);
    }

    /** The text of the first child with this name. */
    public Optional<String> child(QName child) {
        return children.stream()
                .filter(each -> each.name.equals(child))
                .map(XmlElement::text)
                .findFirst();
    }
}
