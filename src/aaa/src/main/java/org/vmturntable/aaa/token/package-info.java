/** Tokens: chains of signed blocks that give their holder a narrow right for a short time. Needs no store and no network. */
@NullMarked
package org.vmturntable.aaa.token;

import org.jspecify.annotations.NullMarked;
