package org.vmturntable.container.soap;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * Remembers in the site's store: a request is refused a second time also after a restart, and by every container that shares the
 * store. The primary key decides, so two copies that arrive together cannot both be new.
 */
public final class JdbcReplayMemory implements ReplayMemory {
    /** SQLSTATE class of a violated constraint (ISO/IEC 9075-2, table 38). */
    private static final String CONSTRAINT_VIOLATED = "23";

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

    private final DataSource store;
    private final Clock clock;
    private final AtomicReference<Instant> nextSweep;

    /**
     * Makes its table where it is missing.
     *
     * @throws GridException STORE_FAILED if the store cannot be reached
     */
    public JdbcReplayMemory(DataSource store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.nextSweep = new AtomicReference<>(clock.instant());
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS soap_message_seen ("
                    + "message VARCHAR(64) PRIMARY KEY, forget_at TIMESTAMP WITH TIME ZONE NOT NULL)");
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean isNew(String message, Instant until) {
        sweepNowAndThen();
        try (Connection connection = store.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO soap_message_seen (message, forget_at) VALUES (?, ?)")) {
            insert.setString(1, message);
            insert.setTimestamp(2, Timestamp.from(until));
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith(CONSTRAINT_VIOLATED)) {
                return false;
            }
            throw failed(e);
        }
    }

    private void sweepNowAndThen() {
        Instant now = clock.instant();
        Instant due = nextSweep.get();
        if (now.isBefore(due) || !nextSweep.compareAndSet(due, now.plus(BETWEEN_SWEEPS))) {
            return;
        }
        try (Connection connection = store.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM soap_message_seen WHERE forget_at < ?")) {
            delete.setTimestamp(1, Timestamp.from(now));
            delete.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static GridException failed(SQLException e) {
        return new GridException(
                FailureCode.STORE_FAILED, "The store cannot say whether this request was served before.", e);
    }
}
