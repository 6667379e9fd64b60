package org.vmturntable.aaa.token;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.UUID;
import org.vmturntable.aaa.cbor.CborWriter;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TokenId;

/**
 * A block's payload: a map from small numbers to values, all of them required. Sets are arrays in ascending order. Numbers that are
 * not given here are caveats of later versions; whoever does not know them ignores them, unless {@link #CRITICAL} names them.
 */
final class BlockFormat {
    static final int ID = 1;
    static final int RESERVATION = 2;
    static final int ISSUER = 3;
    static final int AUDIENCE = 4;
    static final int HOLDER = 5;
    static final int RIGHTS = 6;
    static final int VM = 7;
    static final int ENDS = 8;
    /** Bits per second. */
    static final int BANDWIDTH = 9;
    /** From, until: milliseconds since 1970-01-01T00:00Z. */
    static final int WINDOW = 10;

    static final int USES = 11;
    static final int CRITICAL = 12;
    static final int HIGHEST_KNOWN = CRITICAL;

    private BlockFormat() {}

    static byte[] encode(TokenBlock block) {
        TokenScope scope = block.scope();
        CborWriter out = new CborWriter().map(HIGHEST_KNOWN);
        out.integer(ID).bytes(HexFormat.of().parseHex(block.id().value()));
        out.integer(RESERVATION).bytes(bytes(scope.reservation().value()));
        out.integer(ISSUER).text(block.issuer().value());
        out.integer(AUDIENCE).array(block.audience().size());
        block.audience().stream().map(SiteId::value).sorted().forEach(out::text);
        out.integer(HOLDER).bytes(block.holder().digest());
        out.integer(RIGHTS);
        numbers(out, block.rights().stream().map(Right::code).toList());
        out.integer(VM).bytes(bytes(scope.vm().value()));
        out.integer(ENDS).array(2);
        out.text(scope.ends().a().toString()).text(scope.ends().b().toString());
        out.integer(BANDWIDTH).integer(scope.bandwidth().bitsPerSecond());
        out.integer(WINDOW).array(2);
        out.integer(scope.window().from().toEpochMilli());
        out.integer(upToMillis(scope.window().until()));
        out.integer(USES).integer(block.uses());
        out.integer(CRITICAL);
        numbers(out, block.critical());
        return out.toBytes();
    }

    static TokenBlock decode(byte[] payload) {
        return new BlockReader(payload).read();
    }

    static TokenId tokenId(byte[] sixteen) {
        return new TokenId(HexFormat.of().formatHex(sixteen));
    }

    static UUID uuid(byte[] sixteen) {
        ByteBuffer buffer = ByteBuffer.wrap(sixteen);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static byte[] bytes(UUID value) {
        return ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    private static void numbers(CborWriter out, Collection<Integer> set) {
        out.array(set.size());
        set.stream().sorted().forEach(out::integer);
    }

    /** Rounds up, so that a window of finer grain still fits in the token that was asked for it. */
    private static long upToMillis(Instant when) {
        return when.plus(Duration.ofMillis(1).minusNanos(1)).toEpochMilli();
    }
}
