package org.vmturntable.cli.grid;

import java.util.List;

/**
 * Why something did not work, as a site told it in a typed fault, or as the client found it out by itself.
 *
 * @param code the site's code such as {@code NO_PATH_IN_WINDOW}, or the client's own
 * @param sentence for people
 * @param retryHelps true if the same request may succeed later
 * @param causes what led to it, nearest first; may be empty
 */
public record Failure(FailureKind kind, String code, String sentence, boolean retryHelps, List<Cause> causes) {
    /** A failure in short, such as a link of the chain of causes. */
    public record Cause(String code, String sentence) {
        /** The sentence with its code. */
        public String told() {
            return sentence + " [" + code + "]";
        }
    }

    public Failure {
        causes = List.copyOf(causes);
    }

    public static Failure of(FailureKind kind, String code, String sentence) {
        return new Failure(kind, code, sentence, false, List.of());
    }
}
