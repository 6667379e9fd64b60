package org.vmturntable.wsrf.resource;

import java.util.List;
import java.util.function.Function;
import javax.xml.namespace.QName;

/**
 * One property of one kind of resource: a name and how to say its values. Adding a property is adding one of these to its kind's
 * {@link PropertySet}.
 *
 * @param <R> the kind of resource
 */
public interface ResourceProperty<R> {
    QName name();

    /** The property's values now, each named {@link #name()}, in document order; empty if the resource has none. */
    List<XmlElement> values(R resource);

    /** A property with exactly one value, said by its {@code toString()}. */
    static <R> ResourceProperty<R> one(QName name, Function<R, ?> value) {
        return many(name, resource -> List.of(XmlElement.of(name, value.apply(resource))));
    }

    /** A property with any number of values, which may have structure. */
    static <R> ResourceProperty<R> many(QName name, Function<R, List<XmlElement>> values) {
        return new ResourceProperty<>() {
            @Override
            public QName name() {
                return name;
            }

            @Override
            public List<XmlElement> values(R resource) {
                return values.apply(resource);
            }
        };
    }
}
