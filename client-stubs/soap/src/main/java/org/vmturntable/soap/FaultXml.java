package org.vmturntable.soap;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBElement;
import jakarta.xml.bind.JAXBException;
import java.util.Optional;
import javax.xml.transform.dom.DOMResult;
import org.oasis_open.docs.wsrf.bf_2.BaseFaultType;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Base faults from and to XML where no operation's context does it: faults that an operation does not declare. */
public final class FaultXml {
    private FaultXml() {}

    /** Made once, when first needed: a context takes some hundred milliseconds. */
    private static final class Context {
        static final JAXBContext INSTANCE = create();

        private static JAXBContext create() {
            try {
                return JAXBContext.newInstance(
                        org.vmturntable.soap.faults.ObjectFactory.class,
                        org.oasis_open.docs.wsrf.bf_2.ObjectFactory.class,
                        org.oasis_open.docs.wsrf.r_2.ObjectFactory.class,
                        org.oasis_open.docs.wsrf.rl_2.ObjectFactory.class,
                        org.oasis_open.docs.wsrf.rp_2.ObjectFactory.class,
                        org.oasis_open.docs.wsn.b_2.ObjectFactory.class);
            } catch (JAXBException e) {
                throw new IllegalStateException("the generated fault types do not fit together", e);
            }
        }
    }

    /** The object that an element stands for; empty if it is none of the known faults or fault details. */
    static Optional<Object> read(Element element) {
        try {
            Object read = Context.INSTANCE.createUnmarshaller().unmarshal(element);
            return Optional.ofNullable(read instanceof JAXBElement<?> wrapped ? wrapped.getValue() : read);
        } catch (JAXBException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes a fault.
     *
     * @param fault element of xsd/faults.xsd or of a standard, with its value
     */
    public static Element write(JAXBElement<? extends BaseFaultType> fault) {
        try {
            DOMResult result = new DOMResult();
            Context.INSTANCE.createMarshaller().marshal(fault, result);
            return ((Document) result.getNode()).getDocumentElement();
        } catch (JAXBException e) {
            throw new IllegalStateException("a fault of our own does not fit its schema", e);
        }
    }
}
