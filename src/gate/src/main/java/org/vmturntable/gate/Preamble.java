package org.vmturntable.gate;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/**
 * How two gates begin to talk, one round trip behind TCP's. The caller says the version, the kind of stream, the move and 32 random bytes; the
 * called one answers with 32 of its own and the proof that it knows the move's ticket, or with a refusal that tells no reason; the
 * caller proves the same and goes on at once. Each proof is an HMAC-SHA256 over who proves and everything said before.
 */
final class Preamble {
    private static final byte[] MAGIC = "VTGATE1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 32;
    private static final int HELLO_BYTES = MAGIC.length + 1 + 2 * Long.BYTES + NONCE_BYTES;
    private static final byte[] CALLED = {'d'};
    private static final byte[] CALLER = {'s'};
    private static final byte[] WELCOME = {1};
    private static final byte[] REFUSED = {0};

    private final SecureRandom random;
    private final Duration patience;

    /** @param patience for all of it, connecting included: who drips byte after byte gets no longer */
    Preamble(SecureRandom random, Duration patience) {
        this.random = random;
        this.patience = patience;
    }

    /** Whom a connection was let in for. */
    record Guest(MigrationId move, StreamKind kind, Link link) {}

    /**
     * Connects to another gate.
     *
     * @throws GridException {@code GATE_FAILED} if none answers as one; {@code TICKET_REFUSED} if it refuses, or does not know the
     *     ticket itself
     */
    Link call(InetSocketAddress gate, MigrationId move, StreamKind kind, Ticket ticket) {
        try {
            SocketChannel channel = SocketChannel.open();
            try {
                return TimeLimit.within(patience, channel, () -> {
                    Sockets.prompt(channel);
                    channel.socket().connect(gate);
                    introduce(channel, hello(move, kind), ticket);
                    return new Link(channel);
                });
            } catch (IOException | GridException e) {
                Sockets.close(channel);
                throw e;
            }
        } catch (IOException e) {
            throw new GridException(FailureCode.GATE_FAILED, "No gate answers at " + gate, e);
        }
    }

    private static void introduce(SocketChannel channel, byte[] hello, Ticket ticket) throws IOException {
        OutputStream out = channel.socket().getOutputStream();
        InputStream in = channel.socket().getInputStream();
        out.write(hello);
        if (exactly(in, 1)[0] != WELCOME[0]) {
            throw new GridException(FailureCode.TICKET_REFUSED, "The destination's gate does not let this move in");
        }
        byte[] nonce = exactly(in, NONCE_BYTES);
        if (!MessageDigest.isEqual(exactly(in, Ticket.PROOF_BYTES), ticket.proof(CALLED, hello, nonce))) {
            throw new GridException(
                    FailureCode.TICKET_REFUSED, "What answers at the destination does not know the move's ticket");
        }
        out.write(ticket.proof(CALLER, hello, nonce));
    }

    /**
     * Receives another gate.
     *
     * @param tickets of the moves that are expected
     * @return empty if it is let in to nothing; it has been told so, and the connection is the caller's to close
     * @throws IOException also if it has not introduced itself in time
     */
    Optional<Guest> receive(SocketChannel channel, Function<MigrationId, Optional<Ticket>> tickets) throws IOException {
        return TimeLimit.within(patience, channel, () -> introduced(channel, tickets));
    }

    private Optional<Guest> introduced(SocketChannel channel, Function<MigrationId, Optional<Ticket>> tickets)
            throws IOException {
        Sockets.prompt(channel);
        InputStream in = channel.socket().getInputStream();
        OutputStream out = channel.socket().getOutputStream();
        byte[] hello = exactly(in, HELLO_BYTES);
        ByteBuffer said = ByteBuffer.wrap(hello, MAGIC.length, hello.length - MAGIC.length);
        Optional<StreamKind> kind = StreamKind.of(said.get());
        MigrationId move = new MigrationId(new UUID(said.getLong(), said.getLong()));
        Optional<Ticket> ticket = startsWithMagic(hello) ? tickets.apply(move) : Optional.empty();
        if (kind.isEmpty() || ticket.isEmpty()) {
            out.write(REFUSED);
            return Optional.empty();
        }
        byte[] nonce = nonce();
        out.write(concatenated(WELCOME, nonce, ticket.get().proof(CALLED, hello, nonce)));
        byte[] proof = exactly(in, Ticket.PROOF_BYTES);
        return MessageDigest.isEqual(proof, ticket.get().proof(CALLER, hello, nonce))
                ? Optional.of(new Guest(move, kind.get(), new Link(channel)))
                : Optional.empty();
    }

    private byte[] hello(MigrationId move, StreamKind kind) {
        return ByteBuffer.allocate(HELLO_BYTES)
                .put(MAGIC)
                .put(kind.code())
                .putLong(move.value().getMostSignificantBits())
                .putLong(move.value().getLeastSignificantBits())
                .put(nonce())
                .array();
    }

    private static boolean startsWithMagic(byte[] hello) {
        return ByteBuffer.wrap(hello, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    private byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    private static byte[] concatenated(byte[] first, byte[] second, byte[] third) {
        return ByteBuffer.allocate(first.length + second.length + third.length)
                .put(first)
                .put(second)
                .put(third)
                .array();
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The other gate has hung up");
        }
        return bytes;
    }
}
