package org.vmturntable.aaa.token;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * A token as it travels. That it can be read says nothing of who made it: see {@link TokenVerifier}. It is of no use without its
 * holder's key, but belongs in no log all the same.
 */
public final class Token {
    private static final int LONGEST_BYTES = 8 * 1024;

    private final byte[] encoded;
    private final List<SignedBlock> blocks;

    private Token(byte[] encoded) {
        this.encoded = encoded.clone();
        this.blocks = TokenFormat.decode(encoded);
    }

    /** @throws GridException {@link FailureCode#TOKEN_MALFORMED} if it is not exactly in the format of a token */
    public static Token ofBytes(byte[] encoded) {
        if (encoded.length > LONGEST_BYTES) {
            throw new GridException(FailureCode.TOKEN_MALFORMED, "A token has at most " + LONGEST_BYTES + " bytes");
        }
        return new Token(encoded);
    }

    /** Reads {@link #toText}. */
    public static Token ofText(String text) {
        try {
            return ofBytes(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            throw new GridException(FailureCode.TOKEN_MALFORMED, "A token's text is Base64url", notBase64);
        }
    }

    static Token ofBlocks(List<SignedBlock> blocks) {
        return ofBytes(TokenFormat.encode(blocks));
    }

    public byte[] toBytes() {
        return encoded.clone();
    }

    /** Base64url without padding (RFC 4648, 5). */
    public String toText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(encoded);
    }

    /** What the first block claims: id, issuer and scope of the whole. Not verified. */
    public TokenBlock claims() {
        return blocks.get(0).block();
    }

    /** In order, at least one. */
    List<SignedBlock> blocks() {
        return blocks;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return "Token[" + claims().id() + "]";
    }
}
