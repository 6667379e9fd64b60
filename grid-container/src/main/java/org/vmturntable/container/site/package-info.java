/** This site for its users and as a host for others, and other sites as hosts. */
@NullMarked
package org.vmturntable.container.site;

import org.jspecify.annotations.NullMarked;
