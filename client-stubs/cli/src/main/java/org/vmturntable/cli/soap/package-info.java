/** The grid as the sites' SOAP services answer it; the only package here that knows generated code. */
@NullMarked
package org.vmturntable.cli.soap;

import org.jspecify.annotations.NullMarked;
