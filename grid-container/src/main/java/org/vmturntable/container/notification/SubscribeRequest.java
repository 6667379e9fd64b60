package org.vmturntable.container.notification;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.namespace.QName;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.jspecify.annotations.Nullable;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.oasis_open.docs.wsn.b_2.TopicExpressionType;
import org.vmturntable.container.resource.XmlDom;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.wsrf.notification.Consumer;
import org.vmturntable.wsrf.resource.XmlElement;
import org.vmturntable.wsrf.topic.Topic;
import org.w3c.dom.Element;

/**
 * What a wsnt:Subscribe asks for.
 *
 * @param ends when the subscription is to end by itself; empty if the subscriber does not say
 */
record SubscribeRequest(Topic topic, Consumer consumer, Optional<Instant> ends) {
    private static final QName TOPIC = new QName("http://docs.oasis-open.org/wsn/b-2", "TopicExpression");

    /**
     * @throws GridException {@link FailureCode#FILTER_UNSUPPORTED}, {@link FailureCode#TOPIC_UNKNOWN},
     *     {@link FailureCode#REQUEST_MALFORMED}
     */
    static SubscribeRequest of(Subscribe asked, Instant now) {
        return new SubscribeRequest(topic(asked), consumer(asked.getConsumerReference()), ends(asked, now));
    }

    private static Topic topic(Subscribe asked) {
        List<Object> filters =
                asked.getFilter() == null ? List.of() : asked.getFilter().getAny();
        if (filters.isEmpty()) {
            return Topics.STATE;
        }
        if (filters.size() > 1) {
            throw unsupported("Only one filter is understood here, by topic");
        }
        Object filter = filters.get(0);
        if (filter instanceof jakarta.xml.bind.JAXBElement<?> element
                && element.getName().equals(TOPIC)
                && element.getValue() instanceof TopicExpressionType expression) {
            return topic(expression, RequestNamespaces::ofTopicExpression);
        }
        if (filter instanceof Element element && TOPIC.getLocalPart().equals(element.getLocalName())) {
            return Topics.TREE.parse(
                    element.getAttribute("Dialect"), element.getTextContent(), element::lookupNamespaceURI);
        }
        throw unsupported("Only filters by topic are understood here");
    }

    static Topic topic(TopicExpressionType expression, Function<String, @Nullable String> namespaces) {
        String text = expression.getContent().stream().map(String::valueOf).collect(Collectors.joining());
        return Topics.TREE.parse(String.valueOf(expression.getDialect()), text, namespaces);
    }

    private static Consumer consumer(EndpointReferenceType reference) {
        return new Consumer(address(reference), parameters(reference));
    }

    private static URI address(EndpointReferenceType reference) {
        try {
            return EndpointReferences.address(reference);
        } catch (IllegalArgumentException notAnAddress) {
            throw malformed("The consumer has no address");
        }
    }

    private static List<XmlElement> parameters(EndpointReferenceType reference) {
        List<XmlElement> parameters = new ArrayList<>();
        if (reference.getReferenceParameters() != null) {
            for (Object parameter : reference.getReferenceParameters().getAny()) {
                if (parameter instanceof Element element) {
                    parameters.add(XmlDom.value(element));
                } else if (parameter instanceof jakarta.xml.bind.JAXBElement<?> element) {
                    parameters.add(XmlElement.of(element.getName(), String.valueOf(element.getValue())));
                }
            }
        }
        return parameters;
    }

    private static Optional<Instant> ends(Subscribe asked, Instant now) {
        return Optional.ofNullable(asked.getInitialTerminationTime())
                .flatMap(wish -> Optional.ofNullable(wish.getValue()))
                .map(text -> time(text, now));
    }

    /** A point in time, or a duration from now (wsnt:AbsoluteOrRelativeTimeType). */
    static Instant time(String text, Instant now) {
        try {
            if (text.startsWith("P")) {
                return now.plusMillis(DatatypeFactory.newDefaultInstance()
                        .newDuration(text)
                        .getTimeInMillis(java.util.Date.from(now)));
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException notATime) {
            throw malformed("Not a time or a duration: " + text);
        }
    }

    private static GridException malformed(String why) {
        return new GridException(FailureCode.REQUEST_MALFORMED, why);
    }

    private static GridException unsupported(String why) {
        return new GridException(FailureCode.FILTER_UNSUPPORTED, why, Map.of());
    }
}
