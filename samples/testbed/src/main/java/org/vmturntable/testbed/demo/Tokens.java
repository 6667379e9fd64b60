package org.vmturntable.testbed.demo;

/** What authorities say of the tokens that they have granted. */
public interface Tokens {
    /**
     * The state of a token, one word of the contract's.
     *
     * @param site whose authority granted it
     * @throws org.vmturntable.cli.grid.GridFailure if the authority does not tell
     */
    String stateOf(String site, String token);
}
