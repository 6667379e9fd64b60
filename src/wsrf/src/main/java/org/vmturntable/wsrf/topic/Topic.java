package org.vmturntable.wsrf.topic;

import java.util.Collections;
import java.util.List;

/**
 * A topic: a path in the topic tree of a namespace, for example {@code migration/state}.
 *
 * @param path one name or more, from the root
 * @see "WS-Topics 1.3"
 */
public record Topic(String namespace, List<String> path) {
    public Topic {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("A topic has a path");
        }
    }

    /** The path's names, joined by slashes, without the namespace. */
    public String text() {
        return String.join("/", path);
    }

    /** This topic and every one above it. */
    List<Topic> lineage() {
        return Collections.unmodifiableList(java.util.stream.IntStream.rangeClosed(1, path.size())
                .mapToObj(length -> new Topic(namespace, path.subList(0, length)))
                .toList());
    }
}
