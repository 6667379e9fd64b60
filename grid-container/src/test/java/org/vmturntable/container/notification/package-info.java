@NullMarked
package org.vmturntable.container.notification;

import org.jspecify.annotations.NullMarked;
