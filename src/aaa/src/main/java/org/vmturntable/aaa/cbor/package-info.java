/** The part of deterministic CBOR (RFC 8949, 4.2.1) that tokens are written in; anything else is refused. */
@NullMarked
package org.vmturntable.aaa.cbor;

import org.jspecify.annotations.NullMarked;
