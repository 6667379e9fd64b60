package org.vmturntable.store;

import javax.sql.DataSource;
import org.vmturntable.aaa.grant.TokenLedger;
import org.vmturntable.drac.lightpath.LightpathStore;
import org.vmturntable.traffic.hosting.RoomStore;
import org.vmturntable.traffic.migration.MigrationJournal;
import org.vmturntable.traffic.residence.EndedVms;
import org.vmturntable.traffic.residence.VmLedger;
import org.vmturntable.tunnel.AttachmentStore;
import org.vmturntable.wsrf.notification.SubscriptionStore;

/**
 * Everything that a site must not forget, in one database. What a call has written is on the disk when it returns; a process that is
 * killed finds it again. Times are kept to the microsecond.
 */
public final class SiteStore implements AutoCloseable {
    private final Database database;

    private SiteStore(Database database) {
        this.database = database;
    }

    /**
     * Opens the store and brings it to the schema that this version knows.
     *
     * @param url JDBC URL of an H2 file or a PostgreSQL database
     * @param user empty for none
     * @param password empty for none
     * @throws org.vmturntable.kernel.GridException {@code STORE_FAILED}, also if another process has the file open
     */
    public static SiteStore open(String url, String user, String password) {
        return new SiteStore(Database.open(url, user, password));
    }

    public MigrationJournal migrations() {
        return new JdbcMigrationJournal(database.sql());
    }

    public StateChanges stateChanges() {
        return new StateChanges(database.sql());
    }

    public RoomStore rooms() {
        return new JdbcRoomStore(database.sql());
    }

    public VmLedger vms() {
        return new JdbcVmLedger(database.sql());
    }

    public EndedVms endedVms() {
        return new JdbcEndedVms(database.sql());
    }

    public TokenLedger tokens() {
        return new JdbcTokenLedger(database.sql());
    }

    public LightpathStore lightpaths() {
        return new JdbcLightpathStore(database.sql());
    }

    public AttachmentStore attachments() {
        return new JdbcAttachmentStore(database.sql());
    }

    public SubscriptionStore subscriptions() {
        return new JdbcSubscriptionStore(database.sql());
    }

    /** For who keeps a table of its own here. */
    public DataSource dataSource() {
        return database.source();
    }

    @Override
    public void close() {
        database.close();
    }
}
