package org.vmturntable.container.peer;

import java.net.URI;

/** Where each service stands below a container's base address: the same at every site. */
public enum ServicePath {
    VM("/vm"),
    MIGRATION("/migration"),
    SITE("/site"),
    HOSTING("/hosting"),
    AAA("/aaa"),
    DRAC("/drac"),
    LIGHTPATH("/lightpath"),
    EDGE("/edge"),
    SUBSCRIPTION("/subscription");

    private final String path;

    ServicePath(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }

    /** @param base a container's base address, without a slash at the end */
    public URI at(URI base) {
        return URI.create(base + path);
    }
}
