package org.vmturntable.aaa.grant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TokenId;

/**
 * Keeps grants over a restart. Each call is one transaction, on the disk when it returns, and fails with
 * {@link FailureCode#STORE_FAILED}.
 */
public interface TokenLedger {
    /** @throws GridException {@link FailureCode#INVARIANT_BROKEN} if the id is there already */
    void add(TokenGrant grant);

    /**
     * Puts the next state in the place of the last, if that is still the one of {@code next.revision() - 1}.
     *
     * @return false if it is not: someone else was faster; nothing was changed then
     */
    boolean replace(TokenGrant next);

    Optional<TokenGrant> find(TokenId id);

    /** The grants for that reservation, the oldest first; may be empty. */
    List<TokenGrant> findByReservation(MigrationId reservation);

    /** Those in state GRANTED or SPENT whose {@link TokenGrant#expiresAt} is not after that moment; may be empty. */
    List<TokenGrant> liveExpiringBy(Instant moment);
}
