package org.vmturntable.testbed.demo.probe;

/**
 * What a client noticed in a stretch of time.
 *
 * @param pingSilence longest time without a ping's reply
 * @param echoSilence longest time without an answer in the TCP session
 * @param beatSilence longest time without a heartbeat
 */
public record ClientView(
        ProbeCount pings, ProbeCount beats, Silence pingSilence, Silence echoSilence, Silence beatSilence) {
    /** The longest silence of the probes that the client sends itself, whichever of them it was. */
    public Silence gap() {
        return pingSilence.orLonger(echoSilence);
    }
}
