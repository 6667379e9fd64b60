/** Tokens that this site has granted: used up, revoked and expired here, durably. */
@NullMarked
package org.vmturntable.aaa.grant;

import org.jspecify.annotations.NullMarked;
