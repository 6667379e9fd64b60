/** WS-Resources without SOAP: homes that hold them, and small renderers that say their properties. */
@NullMarked
package org.vmturntable.wsrf.resource;

import org.jspecify.annotations.NullMarked;
