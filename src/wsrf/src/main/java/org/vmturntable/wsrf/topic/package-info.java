/** Topics and the expressions that name them. */
@NullMarked
package org.vmturntable.wsrf.topic;

import org.jspecify.annotations.NullMarked;
