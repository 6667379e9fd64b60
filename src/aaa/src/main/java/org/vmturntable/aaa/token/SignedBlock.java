package org.vmturntable.aaa.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.vmturntable.aaa.cbor.CborWriter;

/**
 * One block with its signature. The signature covers the payload as it was received and the whole of the block before, so blocks
 * cannot be exchanged, left out in the middle or put in another order.
 */
final class SignedBlock {
    /** Keeps a signature made for a token from being taken for anything else that the same key signs. */
    private static final byte[] PURPOSE = "vm-turntable token block 1\0".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NOTHING_BEFORE = new byte[32];

    private final byte[] payload;
    private final byte[] signer;
    private final byte[] signature;
    private final TokenBlock block;

    SignedBlock(byte[] payload, byte[] signer, byte[] signature) {
        this.payload = payload.clone();
        this.signer = signer.clone();
        this.signature = signature.clone();
        this.block = BlockFormat.decode(payload);
    }

    static SignedBlock sign(TokenBlock block, SigningKey key, List<SignedBlock> before) {
        byte[] payload = BlockFormat.encode(block);
        return new SignedBlock(payload, key.verificationKey().raw(), key.sign(message(payload, before)));
    }

    TokenBlock block() {
        return block;
    }

    /** @param before the blocks before this one, in order */
    boolean isSignedBy(VerificationKey key, List<SignedBlock> before) {
        return MessageDigest.isEqual(signer, key.raw()) && key.verifies(message(payload, before), signature);
    }

    /** The key that the block says signed it; any 32 bytes. */
    byte[] signer() {
        return signer.clone();
    }

    void writeTo(CborWriter out) {
        out.array(3).bytes(payload).bytes(signer).bytes(signature);
    }

    private static byte[] message(byte[] payload, List<SignedBlock> before) {
        byte[] link = before.isEmpty()
                ? NOTHING_BEFORE
                : before.get(before.size() - 1).digest();
        byte[] message = new byte[PURPOSE.length + link.length + payload.length];
        System.arraycopy(PURPOSE, 0, message, 0, PURPOSE.length);
        System.arraycopy(link, 0, message, PURPOSE.length, link.length);
        System.arraycopy(payload, 0, message, PURPOSE.length + link.length, payload.length);
        return message;
    }

    private byte[] digest() {
        CborWriter out = new CborWriter();
        writeTo(out);
        return Thumbprint.sha256().digest(out.toBytes());
    }
}
