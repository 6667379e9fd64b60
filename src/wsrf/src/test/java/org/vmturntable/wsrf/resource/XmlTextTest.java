package org.vmturntable.wsrf.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.GridException;

class XmlTextTest {
    private static final QName OUTER = new QName("urn:a", "Outer");
    private static final QName INNER = new QName("", "inner");

    @Test
    void readsWhatItWrote() {
        XmlElement element = XmlElement.of(
                        OUTER,
                        List.of(XmlElement.of(INNER, "a < b & c"), XmlElement.of(OUTER, ""), XmlElement.of(INNER, "ü")))
                .with(INNER, "1")
                .with(OUTER, "\"2\"");
        assertThat(XmlText.read(XmlText.write(element))).isEqualTo(element);
    }

    @Test
    void expandsNoEntity() {
        String bomb = "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>";
        assertThatThrownBy(() -> XmlText.read(bomb)).isInstanceOf(GridException.class);
    }

    @Test
    void refusesWhatIsNotAnElement() {
        assertThatThrownBy(() -> XmlText.read("<a>")).isInstanceOf(GridException.class);
    }
}
