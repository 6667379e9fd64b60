package org.vmturntable.traffic.simulation;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.traffic.authority.Authority;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.lightpath.LightpathRequest;

/** Tokens in memory, numbered. */
public final class SimulatedAuthority implements Authority {
    private final Map<MigrationId, TokenId> valid = new HashMap<>();
    private final Map<MigrationId, Grant> grants = new HashMap<>();
    private final Chaos chaos;
    private final Clock clock;
    private int issued;
    private Optional<FailureCode> nextFails = Optional.empty();

    public SimulatedAuthority(Chaos chaos, Clock clock) {
        this.chaos = chaos;
        this.clock = clock;
    }

    public void failNext(FailureCode code) {
        nextFails = Optional.of(code);
    }

    /** Tokens that are worth something now. */
    public Map<MigrationId, TokenId> valid() {
        return valid;
    }

    @Override
    public Grant authorise(MigrationId migration, LightpathRequest request) {
        return chaos.local("authorise", () -> {
            if (nextFails.isPresent() || chaos.fails()) {
                FailureCode code = nextFails.orElse(FailureCode.STORE_FAILED);
                nextFails = Optional.empty();
                throw new GridException(code, "No token");
            }
            Grant before = grants.get(migration);
            if (before != null
                    && valid.containsKey(migration)
                    && clock.instant().isBefore(before.expires())) {
                return before;
            }
            TokenId id = new TokenId(String.format("%032x", ++issued));
            valid.put(migration, id);
            Grant given = new Grant(id, new byte[] {1}, request.window().until());
            grants.put(migration, given);
            return given;
        });
    }

    @Override
    public Grant renew(TokenId token, Instant until) {
        return chaos.local("renew", () -> {
            if (chaos.fails()) {
                throw new GridException(FailureCode.STORE_FAILED, "No token");
            }
            if (!valid.containsValue(token)) {
                throw new GridException(FailureCode.TOKEN_REVOKED, "Revoked");
            }
            Grant longer = new Grant(token, new byte[] {1}, until);
            grants.replaceAll((migration, grant) -> grant.id().equals(token) ? longer : grant);
            return longer;
        });
    }

    @Override
    public void revokeAllOf(MigrationId migration) {
        chaos.local("revoke", () -> Optional.ofNullable(valid.remove(migration)));
    }
}
