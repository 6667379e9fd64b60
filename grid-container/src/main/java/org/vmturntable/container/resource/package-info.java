/** WS-Resources by SOAP: one mechanism for every kind. */
@NullMarked
package org.vmturntable.container.resource;

import org.jspecify.annotations.NullMarked;
