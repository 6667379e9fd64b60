package org.vmturntable.traffic.guest;

/** Is told how a move goes on. Must return at once. */
@FunctionalInterface
public interface MoveListener {
    void progressed(MoveProgress progress);
}
