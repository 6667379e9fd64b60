package org.vmturntable.traffic.authority;

import java.time.Instant;
import java.util.Arrays;
import org.vmturntable.kernel.TokenId;

/**
 * A token that was granted.
 *
 * @param encoded the signed token; of use only to the holder of the key that it names
 */
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, copied in and out
public record Grant(TokenId id, byte[] encoded, Instant expires) {
    public Grant {
        encoded = encoded.clone();
    }

    @Override
    public byte[] encoded() {
        return encoded.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grant that && id.equals(that.id) && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Grant[" + id + ", expires " + expires + "]";
    }
}
