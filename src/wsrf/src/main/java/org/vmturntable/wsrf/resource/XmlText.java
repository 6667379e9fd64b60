package org.vmturntable.wsrf.resource;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** {@link XmlElement}s as text, for a store. Comments and mixed content are not kept: no element of ours has them. */
public final class XmlText {
    private static final XMLInputFactory READERS = safeReaders();
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

    private XmlText() {}

    public static String write(XmlElement element) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = WRITERS.createXMLStreamWriter(text);
            write(element, writer);
            writer.flush();
            return text.toString();
        } catch (XMLStreamException impossible) {
            throw new GridException(FailureCode.INVARIANT_BROKEN, "Cannot write " + element.name(), impossible);
        }
    }

    /** @throws GridException {@link FailureCode#REQUEST_MALFORMED} if the text is not one element */
    public static XmlElement read(String text) {
        try {
            XMLStreamReader reader = READERS.createXMLStreamReader(new StringReader(text));
            reader.nextTag();
            return read(reader);
        } catch (XMLStreamException malformed) {
            throw new GridException(FailureCode.REQUEST_MALFORMED, "Not an XML element", malformed);
        }
    }

    private static void write(XmlElement element, XMLStreamWriter writer) throws XMLStreamException {
        writer.writeStartElement(
                "", element.name().getLocalPart(), element.name().getNamespaceURI());
        writer.writeDefaultNamespace(element.name().getNamespaceURI());
        int prefix = 0;
        for (Map.Entry<QName, String> attribute : element.attributes().entrySet()) {
            writeAttribute(attribute, "a" + prefix++, writer);
        }
        writer.writeCharacters(element.text());
        for (XmlElement child : element.children()) {
            write(child, writer);
        }
        writer.writeEndElement();
    }

    private static void writeAttribute(Map.Entry<QName, String> attribute, String prefix, XMLStreamWriter writer)
            throws XMLStreamException {
        QName name = attribute.getKey();
        if (name.getNamespaceURI().isEmpty()) {
            writer.writeAttribute(name.getLocalPart(), attribute.getValue());
        } else {
            writer.writeNamespace(prefix, name.getNamespaceURI());
            writer.writeAttribute(prefix, name.getNamespaceURI(), name.getLocalPart(), attribute.getValue());
        }
    }

    private static XmlElement read(XMLStreamReader reader) throws XMLStreamException {
        QName name = reader.getName();
        Map<QName, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeName(i), reader.getAttributeValue(i));
        }
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        while (reader.next() != XMLStreamReader.END_ELEMENT) {
            if (reader.isStartElement()) {
                children.add(read(reader));
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        return new XmlElement(name, attributes, children.isEmpty() ? text.toString() : "", children);
    }

    private static XMLInputFactory safeReaders() {
        XMLInputFactory readers = XMLInputFactory.newDefaultFactory();
        readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        readers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        readers.setProperty(XMLInputFactory.IS_COALESCING, true);
        return readers;
    }
}
