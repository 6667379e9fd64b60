/** The port to the authority that grants a migration its token. */
@NullMarked
package org.vmturntable.traffic.authority;

import org.jspecify.annotations.NullMarked;
