package org.vmturntable.aaa.token;

import java.util.ArrayList;
import java.util.List;
import org.vmturntable.aaa.cbor.CborReader;
import org.vmturntable.aaa.cbor.CborWriter;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * A token in bytes: {@code [version, [[payload, signer's public key, signature], …]]}, where payload is a byte string that holds a
 * block as {@link BlockFormat} writes it.
 */
final class TokenFormat {
    private static final int VERSION = 1;
    private static final int MOST_BLOCKS = 8;
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

    private TokenFormat() {}

    static byte[] encode(List<SignedBlock> blocks) {
        CborWriter out = new CborWriter().array(2).integer(VERSION).array(blocks.size());
        blocks.forEach(block -> block.writeTo(out));
        return out.toBytes();
    }

    static List<SignedBlock> decode(byte[] encoded) {
        CborReader in = new CborReader(encoded);
        in.array(2);
        if (in.integer() != VERSION) {
            throw new GridException(FailureCode.TOKEN_MALFORMED, "A token of another version");
        }
        int count = in.array();
        if (count < 1 || count > MOST_BLOCKS) {
            throw new GridException(FailureCode.TOKEN_MALFORMED, "A token has 1 to " + MOST_BLOCKS + " blocks");
        }
        List<SignedBlock> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            in.array(3);
            blocks.add(new SignedBlock(in.bytes(), in.bytes(KEY_BYTES), in.bytes(SIGNATURE_BYTES)));
        }
        in.end();
        return List.copyOf(blocks);
    }
}
