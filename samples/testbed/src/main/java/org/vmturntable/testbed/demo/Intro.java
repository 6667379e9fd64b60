package org.vmturntable.testbed.demo;

import java.util.List;

/** What a spectator has to know before, and may try afterwards. */
final class Intro {
    static final String TEXT = """
            A running virtual machine goes Amsterdam -> San Diego -> Chicago -> Amsterdam, as at iGRID 2005. For each hop
            the site where it runs gets room at the destination, a token from AAA, and with it a lightpath from DRAC, which
            switches the optical elements; then it sends the guest's memory over that path while the guest runs on, and the
            tunnel moves the guest's address behind it. Meanwhile a client at a fourth place pings the guest every 10 ms and
            talks to it over one TCP session, which is never opened again; the guest checks its own memory after each hop.""";

    private Intro() {}

    static List<String> next(String vm, String address) {
        return List.of(
                "",
                "The testbed stays up. Try:",
                "  ./turntable site list",
                "  ./turntable vm migrate " + vm + " --to chicago --bandwidth 500M",
                "  ./turntable lightpath list --all",
                "  ip netns exec vt-viz ping " + address,
                "  ./turntable testbed down");
    }
}
