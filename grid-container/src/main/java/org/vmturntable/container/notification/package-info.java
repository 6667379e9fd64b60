/** WS-BaseNotification by SOAP: subscribing, and telling consumers. */
@NullMarked
package org.vmturntable.container.notification;

import org.jspecify.annotations.NullMarked;
