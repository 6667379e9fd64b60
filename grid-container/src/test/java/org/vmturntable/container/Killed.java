package org.vmturntable.container;

/** What a thread of a killed process meets: no handler for failures may see it. */
final class Killed extends Error {
    private static final long serialVersionUID = 1L;
}
