package org.vmturntable.traffic.hosting;

import org.vmturntable.kernel.Bytes;

/**
 * What is free now. Never negative: guests that the site was told to run beyond its terms leave nothing free.
 *
 * @param memory of {@code memoryInAll}
 * @param virtualCpus of {@code virtualCpusInAll}
 */
public record FreeRoom(Bytes memory, Bytes memoryInAll, int virtualCpus, int virtualCpusInAll) {
    boolean fits(Bytes wanted, int cpus) {
        return wanted.compareTo(memory) <= 0 && cpus <= virtualCpus;
    }
}
