/** Measures the testbed itself, on networks that are made for it and removed again. */
@NullMarked
package org.vmturntable.testbed.bench;

import org.jspecify.annotations.NullMarked;
