package org.vmturntable.testbed.demo.probe;

import java.util.Optional;

/**
 * Checks a counted echo: the n-th line that was sent must come back as the n-th answer, with n and a blank before it. Anything
 * else, a line lost, doubled, changed or answered by a session that began to count anew, is an end of the session.
 *
 * <p>The text of a line follows from its number and the session's name, so nothing needs to be kept.
 */
final class EchoLedger {
    private final String session;
    private long sent;
    private long answered;
    private Optional<String> fault = Optional.empty();

    /** @param session makes lines of other sessions visible; without blanks */
    EchoLedger(String session) {
        this.session = session;
    }

    /** The line to send next, without its line end. */
    synchronized String next() {
        return text(++sent);
    }

    synchronized void answer(String line) {
        if (fault.isPresent()) {
            return;
        }
        String expected = (answered + 1) + " " + text(answered + 1);
        if (answered == sent) {
            fail("an answer to a line that was never sent: '" + shortened(line) + "'");
        } else if (!line.equals(expected)) {
            fail("expected '" + expected + "', got '" + shortened(line) + "'");
        } else {
            answered++;
        }
    }

    /** The session ended or cannot go on; the first reason stays. */
    synchronized void fail(String reason) {
        if (fault.isEmpty()) {
            fault = Optional.of(reason);
        }
    }

    synchronized Echoes standing() {
        return new Echoes(sent, answered, fault);
    }

    private String text(long number) {
        return session + "-" + number;
    }

    private static String shortened(String line) {
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}
