package org.vmturntable.traffic.residence;

import org.vmturntable.kernel.VmId;

/**
 * A VM that was ended here, while edges may still lead its traffic here.
 *
 * @param epoch that it had reached
 */
public record EndedVm(VmId vm, long epoch) {}
