package org.vmturntable.aaa.token;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;

/** Keys, sites and a scope that the tests of tokens share; the keys are known to all the world. */
public final class TokenBench {
    public static final SiteId AMSTERDAM = new SiteId("amsterdam");
    public static final SiteId CHICAGO = new SiteId("chicago");
    public static final SiteId SAN_DIEGO = new SiteId("sandiego");
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    public static final Duration SKEW = Duration.ofSeconds(5);

    public static final SigningKey ISSUER_KEY = key(1);
    public static final SigningKey HOLDER_KEY = key(2);
    public static final SigningKey STRANGER_KEY = key(3);
    public static final Thumbprint HOLDER = HOLDER_KEY.verificationKey().thumbprint();
    public static final Thumbprint STRANGER = STRANGER_KEY.verificationKey().thumbprint();

    public static final IssuerKeys TRUSTED = new IssuerKeys(Map.of(AMSTERDAM, Set.of(ISSUER_KEY.verificationKey())));

    public static final MigrationId RESERVATION = MigrationId.parse("7d2c1a4e-0c1b-4d3e-9a5f-1f2e3d4c5b6a");
    public static final VmId VM = VmId.parse("0b9e8d7c-6a5b-4c3d-8e1f-a0b1c2d3e4f5");
    public static final PathEnds ENDS =
            new PathEnds(PortId.parse("amsterdam:client-1"), PortId.parse("sandiego:client-1"));
    public static final Bandwidth BANDWIDTH = Bandwidth.ofMegabitsPerSecond(900);
    public static final TimeWindow WINDOW = TimeWindow.starting(NOON, Duration.ofMinutes(10));
    public static final TokenScope SCOPE = new TokenScope(RESERVATION, VM, ENDS, BANDWIDTH, WINDOW);

    private TokenBench() {}

    public static SigningKey key(int number) {
        byte[] seed = new byte[32];
        seed[31] = (byte) number;
        return SigningKey.ofSeed(seed);
    }

    public static TokenIssuer issuer() {
        return new TokenIssuer(AMSTERDAM, ISSUER_KEY, new SecureRandom());
    }

    public static Token token() {
        return issuer().issue(HOLDER, Set.of(CHICAGO), EnumSet.allOf(Right.class), SCOPE, 1);
    }

    public static TokenVerifier verifierAt(Instant now) {
        return new TokenVerifier(TRUSTED, Clock.fixed(now, ZoneOffset.UTC), SKEW);
    }

    public static TokenVerifier verifier() {
        return verifierAt(NOON.plusSeconds(60));
    }

    public static Presentation presentation() {
        return presentation(SCOPE);
    }

    public static Presentation presentation(TokenScope scope) {
        return new Presentation(CHICAGO, HOLDER, Right.RESERVE, Optional.of(scope));
    }

    /** The block of {@link #token} with its id fixed, to be changed by a test. */
    static TokenBlock block() {
        return new TokenBlock(
                BlockFormat.tokenId(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f")),
                AMSTERDAM,
                Set.of(CHICAGO),
                HOLDER,
                EnumSet.allOf(Right.class),
                SCOPE,
                1,
                Set.of());
    }
}
