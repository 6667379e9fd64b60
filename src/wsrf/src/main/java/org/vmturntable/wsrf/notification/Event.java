package org.vmturntable.wsrf.notification;

import org.vmturntable.wsrf.resource.XmlElement;
import org.vmturntable.wsrf.topic.Topic;

/**
 * Something that happened to a resource.
 *
 * @param position grows with every event of one producer; may have gaps (what shows a loss to a consumer is in the message)
 */
public record Event(Topic topic, long position, XmlElement message) {}
