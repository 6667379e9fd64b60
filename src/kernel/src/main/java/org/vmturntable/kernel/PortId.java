package org.vmturntable.kernel;

import java.util.Map;
import java.util.regex.Pattern;

/** Names a port of an optical element, written {@code element:port}, for example {@code amsterdam:client-1}. */
public record PortId(String element, String port) implements Comparable<PortId> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public PortId {
        if (!NAME.matcher(element).matches() || !NAME.matcher(port).matches()) {
            throw malformed(element + ":" + port);
        }
    }

    /** @throws GridException {@link FailureCode#MALFORMED_ID} if the text is not {@code element:port} */
    public static PortId parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw malformed(text);
        }
        return new PortId(text.substring(0, colon), text.substring(colon + 1));
    }

    private static GridException malformed(String text) {
        return new GridException(
                FailureCode.MALFORMED_ID, "Not a port; expected element:port, got " + text, Map.of("port", text));
    }

    @Override
    public int compareTo(PortId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return element + ":" + port;
    }
}
