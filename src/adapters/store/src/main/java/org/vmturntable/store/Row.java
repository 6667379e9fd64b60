package org.vmturntable.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** One row of a result. A column that may be empty is asked for as an {@link Optional}. */
final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    String text(String column) throws SQLException {
        return present(column, String.class);
    }

    Optional<String> textIfAny(String column) throws SQLException {
        return ifAny(column, String.class);
    }

    UUID uuid(String column) throws SQLException {
        return present(column, UUID.class);
    }

    Optional<UUID> uuidIfAny(String column) throws SQLException {
        return ifAny(column, UUID.class);
    }

    long number(String column) throws SQLException {
        return present(column, Long.class);
    }

    int count(String column) throws SQLException {
        return present(column, Integer.class);
    }

    Optional<Long> numberIfAny(String column) throws SQLException {
        return ifAny(column, Long.class);
    }

    boolean flag(String column) throws SQLException {
        return present(column, Boolean.class);
    }

    Instant instant(String column) throws SQLException {
        return present(column, OffsetDateTime.class).toInstant();
    }

    Optional<Instant> instantIfAny(String column) throws SQLException {
        return ifAny(column, OffsetDateTime.class).map(OffsetDateTime::toInstant);
    }

    byte[] bytes(String column) throws SQLException {
        return present(column, byte[].class);
    }

    Optional<byte[]> bytesIfAny(String column) throws SQLException {
        return ifAny(column, byte[].class);
    }

    <E extends Enum<E>> E name(String column, Class<E> type) throws SQLException {
        return Enum.valueOf(type, text(column));
    }

    private <T> T present(String column, Class<T> type) throws SQLException {
        return ifAny(column, type).orElseThrow(() -> new SQLException("Column " + column + " is empty"));
    }

    private <T> Optional<T> ifAny(String column, Class<T> type) throws SQLException {
        return Optional.ofNullable(rows.getObject(column, type));
    }
}
