package org.vmturntable.cli.show;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a verb writes: results to {@code out}, everything else to {@code err}.
 *
 * @param live true if {@code out} is a screen on which a line can be drawn anew
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean live) {
    /** Of this process. */
    public static Terminal ofProcess() {
        return new Terminal(writer(FileDescriptor.out), writer(FileDescriptor.err), outIsScreen());
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), UTF_8), true);
    }

    /** Java's own answer asks for a keyboard too, and changed its meaning with JDK 22. */
    private static boolean outIsScreen() {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }
}
