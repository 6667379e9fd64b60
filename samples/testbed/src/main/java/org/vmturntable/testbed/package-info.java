/** The testbed's commands: a sample deployment of the product on one machine. */
@NullMarked
package org.vmturntable.testbed;

import org.jspecify.annotations.NullMarked;
