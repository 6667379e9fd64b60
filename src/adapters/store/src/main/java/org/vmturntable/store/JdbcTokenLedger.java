package org.vmturntable.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                    "UPDATE token SET encoded = ?, expires = ?, state = ?, revision = ? WHERE id = ? AND revision = ?",
                    next.token().toBytes(),
                    next.expiresAt(),
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
        return read("WHERE id = ?", id.value()).stream().findFirst();
    }

    @Override
    public List<TokenGrant> findByReservation(MigrationId reservation) {
        return read("WHERE reservation = ? ORDER BY granted", reservation.value());
    }

    @Override
    public List<TokenGrant> liveExpiringBy(Instant moment) {
        return read(
                "WHERE state IN (?, ?) AND expires <= ? ORDER BY expires",
                TokenState.GRANTED,
                TokenState.SPENT,
                moment);
    }

    private List<TokenGrant> read(String which, Object... arguments) {
        return sql.query(SELECT + which, JdbcTokenLedger::withoutUses, arguments).stream()
                .map(this::withUses)
                .toList();
    }

    private static TokenGrant withoutUses(Row row) throws SQLException {
        return new TokenGrant(
                Token.ofBytes(row.bytes("encoded")),
                row.name("state", TokenState.class),
                Set.of(),
                row.number("revision"));
    }

    private TokenGrant withUses(TokenGrant grant) {
        List<String> uses = sql.query(
                "SELECT name FROM token_use WHERE token = ?",
                row -> row.text("name"),
                grant.id().value());
        return new TokenGrant(grant.token(), grant.state(), Set.copyOf(uses), grant.revision());
    }
}
