package org.vmturntable.aaa.grant;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TokenId;

/** A ledger that is a map; it can let somebody else be faster. */
final class InMemoryTokenLedger implements TokenLedger {
    private final Map<TokenId, TokenGrant> grants = new LinkedHashMap<>();
    private Runnable beforeReplace = () -> {};

    void once(Runnable somebodyElse) {
        beforeReplace = () -> {
            beforeReplace = () -> {};
            somebodyElse.run();
        };
    }

    @Override
    public synchronized void add(TokenGrant grant) {
        if (grants.putIfAbsent(grant.id(), grant) != null) {
            throw new GridException(FailureCode.INVARIANT_BROKEN, "There already: " + grant.id());
        }
    }

    @Override
    public synchronized boolean replace(TokenGrant next) {
        beforeReplace.run();
        TokenGrant now = grants.get(next.id());
        if (now == null || now.revision() != next.revision() - 1) {
            return false;
        }
        grants.put(next.id(), next);
        return true;
    }

    @Override
    public synchronized Optional<TokenGrant> find(TokenId id) {
        return Optional.ofNullable(grants.get(id));
    }

    @Override
    public synchronized List<TokenGrant> findByReservation(MigrationId reservation) {
        return grants.values().stream()
                .filter(grant -> grant.reservation().equals(reservation))
                .toList();
    }

    @Override
    public synchronized List<TokenGrant> liveExpiringBy(Instant moment) {
        return grants.values().stream()
                .filter(grant -> !TokenState.MOVES.isEnd(grant.state()))
                .filter(grant -> !grant.expiresAt().isAfter(moment))
                .toList();
    }
}
