package org.vmturntable.container.notification;

import java.util.List;
import org.vmturntable.wsrf.topic.Topic;
import org.vmturntable.wsrf.topic.TopicTree;

/**
 * What can be subscribed to at this site. Every change of a migration's state has two names: {@code migration/state}, where more
 * will stand beside it, and the root topic {@code MigrationState} for clients that know the Simple dialect only.
 */
public final class Topics {
    public static final String NAMESPACE = "http://vmturntable.org/2026/11/topics";

    static final Topic STATE = new Topic(NAMESPACE, List.of("migration", "state"));
    private static final Topic STATE_AS_ROOT = new Topic(NAMESPACE, List.of("MigrationState"));

    static final TopicTree TREE = new TopicTree(NAMESPACE, List.of(STATE, STATE_AS_ROOT));

    private Topics() {}

    static boolean isState(Topic topic) {
        return topic.equals(STATE) || topic.equals(STATE_AS_ROOT);
    }
}
