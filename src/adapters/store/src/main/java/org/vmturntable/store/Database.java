package org.vmturntable.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** The connection to the database, brought to the schema that this version knows. */
final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 6;
    private static final long PATIENCE_MILLIS = 5_000;

    private final HikariDataSource source;

    private Database(HikariDataSource source) {
        this.source = source;
    }

    /** @throws GridException {@link FailureCode#STORE_FAILED} if it cannot be reached or brought to the schema */
    static Database open(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(durable(url));
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        config.setPoolName("store");
        try {
            HikariDataSource source = new HikariDataSource(config);
            migrate(source);
            return new Database(source);
        } catch (HikariPool.PoolInitializationException | FlywayException failed) {
            throw new GridException(FailureCode.STORE_FAILED, "The store cannot be opened: " + url, failed);
        }
    }

    /**
     * H2 writes half a second late unless told otherwise, and closes itself on a signal while others still write: a container that is
     * killed must find everything that it had committed.
     */
    private static String durable(String url) {
        boolean file = url.toLowerCase(Locale.ROOT).startsWith("jdbc:h2:file:");
        return file ? url + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE" : url;
    }

    private static void migrate(DataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:org/vmturntable/store")
                .load()
                .migrate();
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
