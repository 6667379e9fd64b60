/** The testbed's network as one YAML file describes it: places, distances, elements, fibres, the guest. */
@NullMarked
package org.vmturntable.testbed.topology;

import org.jspecify.annotations.NullMarked;
