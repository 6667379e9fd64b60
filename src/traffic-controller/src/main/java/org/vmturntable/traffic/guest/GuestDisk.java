package org.vmturntable.traffic.guest;

import java.util.regex.Pattern;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * A disk of a guest: an overlay of its own, over a base image that never changes and that is known by its content wherever it is.
 *
 * @param target its name in the guest's machine, such as {@code vda}: lower-case letters and digits, 16 at most
 * @param size what the guest sees
 * @param base SHA-256 of the base image's content, in lower-case hexadecimal
 * @param written what the overlay takes now: no more than so much differs from the base image
 */
public record GuestDisk(String target, Bytes size, String base, Bytes written) {
    private static final Pattern TARGET = Pattern.compile("[a-z0-9]{1,16}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public GuestDisk {
        // both become names of files
        require(TARGET.matcher(target).matches(), "Not a disk's name: " + target);
        require(SHA_256.matcher(base).matches(), "Not a SHA-256 in hexadecimal: " + base);
    }

    private static void require(boolean well, String sentence) {
        if (!well) {
            throw new GridException(FailureCode.MALFORMED_ID, sentence);
        }
    }
}
