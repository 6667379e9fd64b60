package org.vmturntable.aaa.token;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TokenId;

/** Makes tokens in the name of one site. Keeps none of them and asks nobody: who may have one is decided elsewhere. */
public final class TokenIssuer {
    private final SiteId site;
    private final SigningKey key;
    private final SecureRandom random;

    public TokenIssuer(SiteId site, SigningKey key, SecureRandom random) {
        this.site = site;
        this.key = key;
        this.random = random;
    }

    /**
     * Makes a token of one block.
     *
     * @param uses how often it may be redeemed, one or more
     */
    public Token issue(Thumbprint holder, Set<SiteId> audience, Set<Right> rights, TokenScope scope, int uses) {
        return signed(new TokenBlock(freshId(), site, audience, holder, rights, scope, uses, Set.of()));
    }

    /** A token of this site's, under its own id, that says the same until then. */
    public Token renew(Token token, Instant until) {
        TokenBlock said = token.claims();
        return signed(new TokenBlock(
                said.id(),
                site,
                said.audience(),
                said.holder(),
                said.rights(),
                said.scope().until(until),
                said.uses(),
                said.critical()));
    }

    private Token signed(TokenBlock block) {
        return Token.ofBlocks(List.of(SignedBlock.sign(block, key, List.of())));
    }

    /**
     * Adds a block, made with the key of the token's holder. It can only take away: what it says beyond the blocks before it counts
     * for nothing.
     */
    static Token narrow(Token token, SigningKey holderKey, TokenBlock next) {
        List<SignedBlock> blocks = new ArrayList<>(token.blocks());
        blocks.add(SignedBlock.sign(next, holderKey, token.blocks()));
        return Token.ofBlocks(blocks);
    }

    private TokenId freshId() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return new TokenId(HexFormat.of().formatHex(id));
    }
}
