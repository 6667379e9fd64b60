package org.vmturntable.wsrf.notification;

import java.util.List;
import org.vmturntable.wsrf.topic.Topic;

/**
 * What has happened, kept by whoever keeps the resources' state. Delivery reads from here and not from a queue of its own: what was
 * written before a crash is delivered after it, and memory holds no backlog.
 */
public interface EventLog {
    /**
     * The next events of a topic, oldest first; may be empty.
     *
     * @param after a position; events up to it are left out
     * @param limit the most to return, positive
     */
    List<Event> after(String producer, Topic topic, long after, int limit);

    /** The position of the newest event of this producer; 0 if there is none. */
    long latest(String producer);
}
