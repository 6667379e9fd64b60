/** The testbed's own certification authority; good for one testbed's life. */
@NullMarked
package org.vmturntable.testbed.pki;

import org.jspecify.annotations.NullMarked;
