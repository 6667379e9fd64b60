package org.vmturntable.cli.grid;

/**
 * How far the copy has come.
 *
 * @param phase the copier's own word, such as {@code pre-copy}
 * @param pass from 1; 0 before the first
 * @param bytesPerSecond 0 if not known
 */
public record CopyProgress(String phase, int pass, long bytesMoved, long bytesRemaining, long bytesPerSecond) {
    public static final CopyProgress NONE = new CopyProgress("", 0, 0, 0, 0);

    /** Part of what is known now that has been carried, from 0 to 1; falls when the guest writes faster than the path carries. */
    public double done() {
        long all = bytesMoved + bytesRemaining;
        return all == 0 ? 0 : (double) bytesMoved / all;
    }
}
