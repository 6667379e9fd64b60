package org.vmturntable.container.notification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.store.StateChange;
import org.vmturntable.store.StateChanges;
import org.vmturntable.wsrf.notification.Event;
import org.vmturntable.wsrf.notification.EventLog;
import org.vmturntable.wsrf.resource.XmlElement;
import org.vmturntable.wsrf.topic.Topic;

/** Changes of migrations' states, read from the journal's own record of them: t:MigrationStateChange in xsd/types.xsd. */
public final class MigrationEvents implements EventLog {
    private static final String TYPES = "http://vmturntable.org/2026/11/types";

    private final StateChanges changes;

    public MigrationEvents(StateChanges changes) {
        this.changes = changes;
    }

    @Override
    public List<Event> after(String producer, Topic topic, long after, int limit) {
        if (!Topics.isState(topic)) {
            return List.of();
        }
        return changes(Producer.parse(producer), after, limit).stream()
                .map(change -> new Event(topic, change.place(), message(change)))
                .toList();
    }

    @Override
    public long latest(String producer) {
        return latest(Producer.parse(producer)).map(StateChange::place).orElse(0L);
    }

    /** The newest message of a producer; empty if nothing has happened to it. */
    Optional<XmlElement> latestMessage(Producer producer) {
        return latest(producer).map(MigrationEvents::message);
    }

    private List<StateChange> changes(Producer producer, long after, int limit) {
        return switch (producer.kind()) {
            case MIGRATION -> changes.of(MigrationId.parse(producer.key()), after, limit);
            case VM -> changes.of(VmId.parse(producer.key()), after, limit);
        };
    }

    private Optional<StateChange> latest(Producer producer) {
        return switch (producer.kind()) {
            case MIGRATION -> changes.latest(MigrationId.parse(producer.key()));
            case VM -> changes.latest(VmId.parse(producer.key()));
        };
    }

    private static XmlElement message(StateChange change) {
        List<XmlElement> parts = new ArrayList<>(List.of(
                XmlElement.of(name("Sequence"), change.sequence()),
                XmlElement.of(name("Time"), change.at()),
                XmlElement.of(name("MigrationId"), change.migration()),
                XmlElement.of(name("VmId"), change.vm())));
        change.previous().ifPresent(state -> parts.add(XmlElement.of(name("PreviousState"), state)));
        parts.add(XmlElement.of(name("State"), change.state()));
        if (!change.given().isEmpty()) {
            parts.add(XmlElement.of(name("Given"), change.given()));
        }
        return XmlElement.of(name("MigrationStateChange"), parts);
    }

    private static QName name(String local) {
        return new QName(TYPES, local);
    }
}
