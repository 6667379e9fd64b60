package org.vmturntable.gate;

/**
 * How a stream stands, seen from one gate.
 *
 * @param broken the connection to the other gate, or the far side of the stream, is gone, and the local side has not been told
 * @param held what comes is not handed on at the moment; at a destination only
 * @param sent to the other gate, in bytes of the stream
 * @param queued taken from the local side and not sent yet, in bytes
 * @param received from the other gate and handed on, in bytes of the stream
 */
public record StreamState(StreamKind kind, boolean broken, boolean held, long sent, long queued, long received) {}
