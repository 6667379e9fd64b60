package org.vmturntable.traffic.guest;

import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/**
 * What lets a guest in at its destination's gate, which stands at the destination's address on the lightpath.
 *
 * @param memoryPort where the hypervisor listens behind the gate
 * @param streamPort where the gate listens
 * @param ticket a secret of the two sites
 */
public record GatePass(MigrationId migration, int memoryPort, int streamPort, Ticket ticket) {}
