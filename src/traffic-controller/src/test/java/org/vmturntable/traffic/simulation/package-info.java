/** A world in which everything can fail, by a seed: sites, hypervisors, brokers and stores that exist in memory only. */
@NullMarked
package org.vmturntable.traffic.simulation;

import org.jspecify.annotations.NullMarked;
