/** Who may be given what: the policy that is asked before a token is granted. */
@NullMarked
package org.vmturntable.aaa.decision;

import org.jspecify.annotations.NullMarked;
