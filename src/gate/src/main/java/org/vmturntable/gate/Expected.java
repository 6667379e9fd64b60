package org.vmturntable.gate;

import org.vmturntable.kernel.Ticket;

/**
 * What a source needs to send a guest through this gate.
 *
 * @param ticket the one in force, which is the first that was given for the move
 * @param memoryPort where the hypervisor has to listen on 127.0.0.1, and on which the source's gate will
 * @param streamPort where this gate listens
 */
public record Expected(Ticket ticket, int memoryPort, int streamPort) {}
