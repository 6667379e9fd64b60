/** Puts a testbed up, tells how it is, and takes it down. */
@NullMarked
package org.vmturntable.testbed.deployment;

import org.jspecify.annotations.NullMarked;
