package org.vmturntable.gate;

/** The gate's threads: one for each direction of each stream, none of which keeps the process. */
final class Threads {
    private Threads() {}

    static void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
