package org.vmturntable.wsrf.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.kernel.Failures.assertFails;

import java.util.List;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;

class PropertySetTest {
    private static final QName ROOT = new QName("urn:p", "Properties");
    private static final QName LENGTH = new QName("urn:p", "Length");
    private static final QName LETTER = new QName("urn:p", "Letter");

    private final PropertySet<String> properties = new PropertySet<>(
            ROOT,
            List.of(
                    ResourceProperty.one(LENGTH, String::length),
                    ResourceProperty.many(
                            LETTER,
                            text -> text.chars()
                                    .mapToObj(letter -> XmlElement.of(LETTER, (char) letter))
                                    .toList())));

    @Test
    void saysOnePropertyAndAllOfThem() {
        assertThat(properties.values("ab", LENGTH)).containsExactly(XmlElement.of(LENGTH, "2"));
        assertThat(properties.document("ab").children())
                .containsExactly(XmlElement.of(LENGTH, 2), XmlElement.of(LETTER, "a"), XmlElement.of(LETTER, "b"));
    }

    @Test
    void saysNothingForAPropertyWithoutValue() {
        assertThat(properties.values("", LETTER)).isEmpty();
    }

    @Test
    void refusesAnUnknownProperty() {
        assertFails(FailureCode.PROPERTY_UNKNOWN, () -> properties.values("ab", ROOT));
    }

    @Test
    void refusesTwoPropertiesOfOneName() {
        ResourceProperty<String> length = ResourceProperty.one(LENGTH, String::length);
        assertThatThrownBy(() -> new PropertySet<>(ROOT, List.of(length, length)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
