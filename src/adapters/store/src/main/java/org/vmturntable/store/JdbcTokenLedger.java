package org.vmturntable.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.aaa.grant.TokenGrant;
import org.vmturntable.aaa.grant.TokenLedger;
import org.vmturntable.aaa.grant.TokenState;
import org.vmturntable.aaa.token.Token;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TokenId;

final class JdbcTokenLedger implements TokenLedger {
    private static final String SELECT = "SELECT id, encoded, state, revision FROM token ";

    private final Sql sql;

    JdbcTokenLedger(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void add(TokenGrant grant) {
        boolean added = sql.insertNew(
                "INSERT INTO token (id, reservation, encoded, state, expires, revision) VALUES (?,?,?,?,?,?)",
                grant.id().value(),
                grant.reservation().value(),
                grant.token().toBytes(),
                grant.state(),
                grant.expiresAt(),
                grant.revision());
        if (!added) {
            throw new GridException(
                    FailureCode.INVARIANT_BROKEN,
                    "Token " + grant.id() + " is in the ledger already",
                    Map.of("token", grant.id().value()));
        }
    }

    @Override
    public boolean replace(TokenGrant next) {
        return sql.transaction(tx -> {
            int changed = tx.update(
                    "UPDATE token SET state = ?, revision = ? WHERE id = ? AND revision = ?",
                    next.state(),
                    next.revision(),
                    next.id().value(),
                    next.revision() - 1);
            if (changed == 1) {
                tx.update("DELETE FROM token_use WHERE token = ?", next.id().value());
                next.usedFor()
                        .forEach(use -> tx.update(
                                "INSERT INTO token_use (token, name) VALUES (?,?)",
                                next.id().value(),
                                use));
            }
            return changed == 1;
        });
    }

    @Override
    public Optional<TokenGrant> find(TokenId id) {
        return sql.first(SELECT + "WHERE id = ?", this::read, id.value());
    }

    @Override
    public List<TokenGrant> findByReservation(MigrationId reservation) {
        return sql.query(SELECT + "WHERE reservation = ? ORDER BY granted", this::read, reservation.value());
    }

    @Override
    public List<TokenGrant> liveExpiringBy(Instant moment) {
        return sql.query(
                SELECT + "WHERE state IN (?, ?) AND expires <= ? ORDER BY expires",
                this::read,
                TokenState.GRANTED,
                TokenState.SPENT,
                moment);
    }

    private TokenGrant read(Row row) throws SQLException {
        List<String> uses = sql.query(
                "SELECT name FROM token_use WHERE token = ?", use -> use.text("name"), row.text("id"));
        return new TokenGrant(
                Token.ofBytes(row.bytes("encoded")),
                row.name("state", TokenState.class),
                new HashSet<>(uses),
                row.number("revision"));
    }
}
