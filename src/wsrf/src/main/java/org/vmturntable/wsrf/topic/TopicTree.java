package org.vmturntable.wsrf.topic;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * The topics that a producer has, all of one namespace.
 *
 * <p>Understands the dialects Simple (a root topic) and Concrete (a path). A topic without events of its own may still be named only
 * if it is in the tree: a subscription to it receives nothing.
 *
 * @see "WS-Topics 1.3, sections 7.1 and 7.2"
 */
public final class TopicTree {
    public static final String SIMPLE = "http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple";
    public static final String CONCRETE = "http://docs.oasis-open.org/wsn/t-1/TopicExpression/Concrete";

    private final String namespace;
    private final Set<Topic> topics = new LinkedHashSet<>();

    public TopicTree(String namespace, List<Topic> topics) {
        this.namespace = namespace;
        topics.forEach(topic -> this.topics.addAll(topic.lineage()));
    }

    /** Every topic, those above the given ones included. */
    public List<Topic> topics() {
        return List.copyOf(topics);
    }

    /**
     * The topic that an expression names.
     *
     * @param dialect one of {@link #SIMPLE} and {@link #CONCRETE}
     * @param namespaces what a prefix stands for; null if it is not declared
     * @throws GridException {@link FailureCode#FILTER_UNSUPPORTED} for another dialect, {@link FailureCode#TOPIC_UNKNOWN} for a topic
     *     that is not in the tree
     */
    public Topic parse(String dialect, String expression, Function<String, String> namespaces) {
        boolean simple = dialect.equals(SIMPLE);
        if (!simple && !dialect.equals(CONCRETE)) {
            throw new GridException(
                    FailureCode.FILTER_UNSUPPORTED,
                    "No such topic dialect here; use " + CONCRETE,
                    Map.of("dialect", dialect));
        }
        Topic topic = read(expression.strip(), namespaces);
        if (!topics.contains(topic) || (simple && topic.path().size() > 1)) {
            throw unknown(expression);
        }
        return topic;
    }

    private Topic read(String expression, Function<String, String> namespaces) {
        int colon = expression.indexOf(':');
        String prefix = colon < 0 ? "" : expression.substring(0, colon);
        List<String> path = Arrays.asList(expression.substring(colon + 1).split("/", -1));
        // An expression without a prefix names a topic without a namespace in the standard; clients leave it out so
        // often that it is
        // taken for this producer's only one.
        boolean ours = prefix.isEmpty() || namespace.equals(namespaces.apply(prefix));
        if (!ours || path.isEmpty()) {
            throw unknown(expression);
        }
        return new Topic(namespace, path);
    }

    private GridException unknown(String expression) {
        List<String> known = topics.stream().map(Topic::text).toList();
        return new GridException(
                FailureCode.TOPIC_UNKNOWN,
                "No topic " + expression + " here; there are " + known + " of " + namespace,
                Map.of("topic", expression));
    }
}
