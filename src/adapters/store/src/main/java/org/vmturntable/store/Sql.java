package org.vmturntable.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** Statements against the database; what fails is {@link FailureCode#STORE_FAILED}. Each call outside a transaction is one of its own. */
final class Sql {
    /** PostgreSQL and H2 both say so by SQLSTATE 23505. */
    private static final String DUPLICATE_KEY = "23505";

    private final DataSource source;
    private final Optional<Connection> transaction;

    Sql(DataSource source) {
        this(source, Optional.empty());
    }

    private Sql(DataSource source, Optional<Connection> transaction) {
        this.source = source;
        this.transaction = transaction;
    }

    /** Reads one row. */
    interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    /** The rows, in the order of the query; may be empty. */
    <T> List<T> query(String sql, RowReader<T> reader, Object... arguments) {
        return with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, arguments);
                    ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(new Row(rows)));
                }
                return read;
            }
        });
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, Object... arguments) {
        return query(sql, reader, arguments).stream().findFirst();
    }

    /** @return how many rows were touched */
    int update(String sql, Object... arguments) {
        return with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, arguments)) {
                return statement.executeUpdate();
            }
        });
    }

    /** @return false if the key is there already; nothing changed then. Not inside a transaction: PostgreSQL would abort it. */
    boolean insertNew(String sql, Object... arguments) {
        try {
            return update(sql, arguments) == 1;
        } catch (GridException failed) {
            if (isDuplicate(failed)) {
                return false;
            }
            throw failed;
        }
    }

    /** True if what failed was the uniqueness of a key. */
    static boolean isDuplicate(GridException failed) {
        return failed.getCause() instanceof SQLException cause && DUPLICATE_KEY.equals(cause.getSQLState());
    }

    /** Runs all calls of the action as one transaction: all or nothing. */
    <T> T transaction(Function<Sql, T> action) {
        return with(connection -> {
            connection.setAutoCommit(false);
            try {
                T result = action.apply(new Sql(source, Optional.of(connection)));
                connection.commit();
                return result;
            } finally {
                // Does nothing after a commit.
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T with(Work<T> work) {
        try {
            if (transaction.isPresent()) {
                return work.on(transaction.get());
            }
            try (Connection own = source.getConnection()) {
                return work.on(own);
            }
        } catch (SQLException failed) {
            throw new GridException(FailureCode.STORE_FAILED, "The store did not do what was asked", failed);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, inSql(arguments[i]));
        }
        return statement;
    }

    private static @Nullable Object inSql(@Nullable Object argument) {
        if (argument instanceof Optional<?> optional) {
            return inSql(optional.orElse(null));
        }
        if (argument instanceof Instant instant) {
            return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
        }
        return argument instanceof Enum<?> name ? name.name() : argument;
    }
}
