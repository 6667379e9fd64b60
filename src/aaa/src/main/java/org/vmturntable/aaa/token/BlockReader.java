package org.vmturntable.aaa.token;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vmturntable.aaa.cbor.CborReader;
import org.vmturntable.aaa.cbor.KeyOrder;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.kernel.VmId;

/** Reads one payload, key by key in the only order that there is. */
final class BlockReader {
    private final CborReader in;
    private final KeyOrder order = new KeyOrder();
    private int left;

    BlockReader(byte[] payload) {
        this.in = new CborReader(payload);
    }

    TokenBlock read() {
        try {
            left = in.map();
            TokenBlock block = block();
            while (left-- > 0) {
                order.next(in.integer());
                in.skip();
            }
            in.end();
            return block;
        } catch (GridException wrong) {
            // A bad site name or a reversed window is the token's fault, not the request's.
            throw wrong.code() == FailureCode.TOKEN_MALFORMED ? wrong : malformed(wrong);
        }
    }

    private TokenBlock block() {
        TokenId id = BlockFormat.tokenId(at(BlockFormat.ID).bytes(16));
        MigrationId reservation =
                new MigrationId(BlockFormat.uuid(at(BlockFormat.RESERVATION).bytes(16)));
        SiteId issuer = new SiteId(at(BlockFormat.ISSUER).text());
        Set<SiteId> audience = audience();
        Thumbprint holder = Thumbprint.ofDigest(at(BlockFormat.HOLDER).bytes(32));
        Set<Right> rights = rights();
        VmId vm = new VmId(BlockFormat.uuid(at(BlockFormat.VM).bytes(16)));
        PathEnds ends = ends();
        Bandwidth bandwidth = new Bandwidth(at(BlockFormat.BANDWIDTH).integer());
        TokenScope scope = new TokenScope(reservation, vm, ends, bandwidth, window());
        int uses = smallNumber(at(BlockFormat.USES).integer());
        return new TokenBlock(id, issuer, audience, holder, rights, scope, uses, critical());
    }

    private CborReader at(int key) {
        if (left-- <= 0 || order.next(in.integer()) != key) {
            throw malformed(null);
        }
        return in;
    }

    private Set<SiteId> audience() {
        Set<SiteId> sites = new HashSet<>();
        String last = "";
        for (int count = at(BlockFormat.AUDIENCE).array(); count > 0; count--) {
            String site = in.text();
            if (site.compareTo(last) <= 0) {
                throw malformed(null);
            }
            last = site;
            sites.add(new SiteId(site));
        }
        return sites;
    }

    /** Rights of a later version are left out: what is not known here cannot be used here. */
    private Set<Right> rights() {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        KeyOrder ascending = new KeyOrder();
        for (int count = at(BlockFormat.RIGHTS).array(); count > 0; count--) {
            Optional<Right> known = Right.ofCode(ascending.next(in.integer()));
            known.ifPresent(rights::add);
        }
        return rights;
    }

    private PathEnds ends() {
        at(BlockFormat.ENDS).array(2);
        PortId a = PortId.parse(in.text());
        PortId b = PortId.parse(in.text());
        if (a.compareTo(b) > 0) {
            throw malformed(null);
        }
        return new PathEnds(a, b);
    }

    private TimeWindow window() {
        at(BlockFormat.WINDOW).array(2);
        return new TimeWindow(Instant.ofEpochMilli(in.integer()), Instant.ofEpochMilli(in.integer()));
    }

    private Set<Integer> critical() {
        Set<Integer> keys = new HashSet<>();
        KeyOrder ascending = new KeyOrder();
        for (int count = at(BlockFormat.CRITICAL).array(); count > 0; count--) {
            keys.add(smallNumber(ascending.next(in.integer())));
        }
        return keys;
    }

    private static int smallNumber(long value) {
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw malformed(null);
        }
        return (int) value;
    }

    private static GridException malformed(@Nullable Throwable cause) {
        return new GridException(
                FailureCode.TOKEN_MALFORMED, "The token cannot be read: not a block of a token", cause);
    }
}
