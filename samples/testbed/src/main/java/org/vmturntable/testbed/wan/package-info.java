/** The distance: the routed internet and the fibres between optical elements, made in user space from TAP devices. */
@NullMarked
package org.vmturntable.testbed.wan;

import org.jspecify.annotations.NullMarked;
