package org.vmturntable.container.resource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.vmturntable.wsrf.resource.XmlElement;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** XML values as the document objects that generated types carry, and back. */
public final class XmlDom {
    private static final DocumentBuilderFactory DOCUMENTS = DocumentBuilderFactory.newDefaultNSInstance();
    private static final String DECLARATIONS = "http://www.w3.org/2000/xmlns/";

    private XmlDom() {}

    /** A document element of its own. */
    public static Element element(XmlElement value) {
        Document document = newDocument();
        Element root = append(document, document, value);
        return root;
    }

    /** Leaves out comments, and text beside children. */
    public static XmlElement value(Element element) {
        List<XmlElement> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element nested) {
                children.add(value(nested));
            }
        }
        String text = children.isEmpty() ? element.getTextContent() : "";
        return new XmlElement(name(element), attributes(element), text, children);
    }

    private static Element append(Document document, Node parent, XmlElement value) {
        QName name = value.name();
        Element element = document.createElementNS(name.getNamespaceURI(), name.getLocalPart());
        value.attributes().forEach((attribute, text) -> setAttribute(element, attribute, text));
        element.setTextContent(value.text());
        value.children().forEach(child -> append(document, element, child));
        parent.appendChild(element);
        return element;
    }

    private static void setAttribute(Element element, QName name, String text) {
        if (name.getNamespaceURI().isEmpty()) {
            element.setAttribute(name.getLocalPart(), text);
        } else {
            String prefix = "a" + element.getAttributes().getLength();
            element.setAttributeNS(name.getNamespaceURI(), prefix + ":" + name.getLocalPart(), text);
        }
    }

    private static Map<QName, String> attributes(Element element) {
        Map<QName, String> attributes = new HashMap<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (!DECLARATIONS.equals(attribute.getNamespaceURI())) {
                attributes.put(name(attribute), attribute.getValue());
            }
        }
        return attributes;
    }

    private static QName name(Node node) {
        String local = node.getLocalName() == null ? node.getNodeName() : node.getLocalName();
        return new QName(node.getNamespaceURI(), local);
    }

    private static Document newDocument() {
        try {
            return DOCUMENTS.newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("Every Java platform has a document builder", impossible);
        }
    }
}
