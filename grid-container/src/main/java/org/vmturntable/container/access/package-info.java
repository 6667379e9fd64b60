/** Who may call what: standings by certificate subject. */
@NullMarked
package org.vmturntable.container.access;

import org.jspecify.annotations.NullMarked;
