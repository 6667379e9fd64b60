/** SOAP clients of the services: mutual TLS, signatures as the contracts' policy says, endpoint references. */
@NullMarked
package org.vmturntable.soap;

import org.jspecify.annotations.NullMarked;
