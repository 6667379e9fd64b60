package org.vmturntable.aaa.decision;

/** Decides who may be given a token. Knows what it needs; does not block. */
@FunctionalInterface
public interface AuthorisationPolicy {
    Decision decide(AuthorisationRequest request);
}
