package org.vmturntable.store;

import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import javax.xml.namespace.QName;
import org.vmturntable.wsrf.notification.Consumer;
import org.vmturntable.wsrf.notification.Subscription;
import org.vmturntable.wsrf.notification.SubscriptionId;
import org.vmturntable.wsrf.notification.SubscriptionStore;
import org.vmturntable.wsrf.resource.XmlElement;
import org.vmturntable.wsrf.resource.XmlText;
import org.vmturntable.wsrf.topic.Topic;

final class JdbcSubscriptionStore implements SubscriptionStore {
    private static final QName PARAMETERS = new QName("parameters");

    private final Sql sql;

    JdbcSubscriptionStore(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void add(Subscription it) {
        sql.update(
                "INSERT INTO subscription (id, producer, address, parameters, topic_namespace, topic_path, created, ends, delivered, subscriber)"
                        + " VALUES (?,?,?,?,?,?,?,?,?,?)",
                it.id().value(),
                it.producer(),
                it.consumer().address().toString(),
                XmlText.write(XmlElement.of(PARAMETERS, it.consumer().parameters())),
                it.topic().namespace(),
                it.topic().text(),
                it.created(),
                it.ends(),
                it.position(),
                it.subscriber());
    }

    @Override
    public void update(Subscription it) {
        sql.update(
                "UPDATE subscription SET ends = ?, delivered = ? WHERE id = ?",
                it.ends(),
                it.position(),
                it.id().value());
    }

    @Override
    public void remove(SubscriptionId id) {
        sql.update("DELETE FROM subscription WHERE id = ?", id.value());
    }

    @Override
    public List<Subscription> all() {
        return sql.query(
                "SELECT id, producer, address, parameters, topic_namespace, topic_path, created, ends, delivered, subscriber FROM subscription",
                JdbcSubscriptionStore::read);
    }

    private static Subscription read(Row row) throws SQLException {
        return new Subscription(
                new SubscriptionId(row.uuid("id")),
                row.text("producer"),
                row.text("subscriber"),
                new Consumer(
                        URI.create(row.text("address")),
                        XmlText.read(row.text("parameters")).children()),
                new Topic(
                        row.text("topic_namespace"),
                        List.of(row.text("topic_path").split("/"))),
                row.instant("created"),
                row.instantIfAny("ends"),
                row.number("delivered"));
    }
}
