package org.vmturntable.container.config;

import java.util.Collection;
import java.util.TreeSet;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** The mistakes found so far in one file. */
final class Problems {
    private final String file;
    private final Collection<Problem> found = new TreeSet<>();

    Problems(String file) {
        this.file = file;
    }

    void add(int line, String what) {
        found.add(new Problem(line, what));
    }

    /** @throws GridException {@link FailureCode#CONFIGURATION_INVALID} with every mistake, if there is one */
    void refuseIfAny() {
        if (found.isEmpty()) {
            return;
        }
        StringBuilder text =
                new StringBuilder(file + " has " + found.size() + (found.size() == 1 ? " mistake:" : " mistakes:"));
        found.forEach(
                each -> text.append("\n  line ").append(each.line).append(": ").append(each.what));
        throw new GridException(FailureCode.CONFIGURATION_INVALID, text.toString());
    }

    private record Problem(int line, String what) implements Comparable<Problem> {
        @Override
        public int compareTo(Problem other) {
            return line != other.line ? Integer.compare(line, other.line) : what.compareTo(other.what);
        }
    }
}
