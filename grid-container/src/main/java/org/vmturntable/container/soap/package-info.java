/**
 * The way of a SOAP request through the container: Jetty with mutual TLS, CXF with the contract's policy, who calls and whether
 * they may, the endpoint, and failures on the way back.
 */
@NullMarked
package org.vmturntable.container.soap;

import org.jspecify.annotations.NullMarked;
