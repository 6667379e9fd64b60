/** Subscriptions, and the delivery of what happened to those who subscribed. */
@NullMarked
package org.vmturntable.wsrf.notification;

import org.jspecify.annotations.NullMarked;
