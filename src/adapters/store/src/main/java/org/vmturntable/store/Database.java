package org.vmturntable.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * The connections to the database, brought to the schema that this version knows.
 *
 * <p>To an H2 file there is one alone. What H2 writes at a commit it collects table by table, while other connections go on: the file
 * may then have a row that another transaction is only about to commit, and not the entry of the undo log that would take it back. A
 * process that is killed before the next commit finds half of that transaction. With one connection nothing goes on meanwhile.
 *
 * @see <a href="https://github.com/h2database/h2database/issues/2080">H2 issue 2080: a snapshot is consistent for each map only</a>
 */
final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 6;
    private static final int CONNECTIONS_TO_A_FILE = 1;
    /** Neither in memory nor in the hands of an H2 server. */
    private static final Pattern H2_FILE = Pattern.compile("(?i)jdbc:h2:(?!mem:|tcp:|ssl:).*");

    private static final long PATIENCE_MILLIS = 5_000;
    /**
     * H2 writes half a second late unless told otherwise, and closes itself on a signal while others still write: a container that is
     * killed must find everything that it had committed.
     */
    private static final String DURABLE = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    private final HikariDataSource source;

    private Database(HikariDataSource source) {
        this.source = source;
    }

    /** @throws GridException {@link FailureCode#STORE_FAILED} if it cannot be reached or brought to the schema */
    static Database open(String url, String user, String password) {
        try {
            Optional<NewFile> file = NewFile.of(url);
            if (file.isPresent()) {
                file.get().make(at -> migrated(at, user, password).close());
            }
            return new Database(migrated(url, user, password));
        } catch (HikariPool.PoolInitializationException | FlywayException | IOException failed) {
            throw new GridException(FailureCode.STORE_FAILED, "The store cannot be opened: " + url, failed);
        }
    }

    /** Held open meanwhile: an H2 file would be closed after the migration, and opened again. */
    private static HikariDataSource migrated(String url, String user, String password) {
        HikariDataSource source = new HikariDataSource(connections(url, user, password));
        migrate(source);
        return source;
    }

    private static HikariConfig connections(String url, String user, String password) {
        boolean file = H2_FILE.matcher(url).matches();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(file ? url + DURABLE : url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(file ? CONNECTIONS_TO_A_FILE : CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        config.setPoolName("store");
        return config;
    }

    /** Over connections of its own: Flyway holds several at once. */
    private static void migrate(HikariDataSource source) {
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source.getJdbcUrl(), source.getUsername(), source.getPassword())
                    .locations("classpath:org/vmturntable/store")
                    .load()
                    .migrate();
        } catch (FlywayException failed) {
            source.close();
            throw failed;
        }
    }

    DataSource source() {
        return source;
    }

    Sql sql() {
        return new Sql(source);
    }

    @Override
    public void close() {
        source.close();
    }
}
