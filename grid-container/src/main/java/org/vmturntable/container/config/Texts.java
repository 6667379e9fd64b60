package org.vmturntable.container.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/** Reads single values; each refuses with a sentence. */
final class Texts {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})-([0-9]{1,4})");
    private static final Pattern ENDPOINT = Pattern.compile("\\[?([0-9A-Fa-f:.]+)]?:([0-9]{1,5})");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6_LIKE = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final int LAST_PORT = 65_535;
    private static final int LAST_VLAN = 4094;

    private Texts() {}

    static int port(String text) {
        return number(text, 1, LAST_PORT);
    }

    static int count(String text) {
        return number(text, 1, Short.MAX_VALUE);
    }

    static int interfaceIndex(String text) {
        return number(text, 1, Integer.MAX_VALUE);
    }

    private static int number(String text, int least, int most) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException ignored) {
            // Says the same as a number out of range.
        }
        throw new IllegalArgumentException("'" + text + "' is no number from " + least + " to " + most);
    }

    /** An IP address as a number: a name would have to be looked up, and could change. */
    static String address(String text) {
        if (!IPV4.matcher(text).matches() && !isIpv6(text)) {
            throw new IllegalArgumentException("'" + text + "' is no IP address");
        }
        return text;
    }

    /** The platform never looks up what has a colon, but says whether it is an address. */
    private static boolean isIpv6(String text) {
        if (!IPV6_LIKE.matcher(text).matches()) {
            return false;
        }
        try {
            var unused = InetAddress.getByName(text);
            return true;
        } catch (UnknownHostException malformed) {
            return false;
        }
    }

    static InetSocketAddress endpoint(String text) {
        Matcher matcher = ENDPOINT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no address with a port, such as 192.0.2.1:161");
        }
        return new InetSocketAddress(address(matcher.group(1)), port(matcher.group(2)));
    }

    /** An https address without a slash at the end. */
    static URI url(String text) {
        URI url = uri(text);
        if (!"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("'" + text + "' is no https address");
        }
        return URI.create(text.replaceAll("/+$", ""));
    }

    /** A scheme and a host, and a port if only that one is meant. */
    static URI origin(String text) {
        URI origin = uri(text);
        boolean web = "https".equals(origin.getScheme()) || "http".equals(origin.getScheme());
        if (!web
                || origin.getHost() == null
                || !String.valueOf(origin.getRawPath()).isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' is no origin such as https://portal.example.org:8443");
        }
        return origin;
    }

    static URI uri(String text) {
        URI uri = URI.create(text);
        if (uri.getScheme() == null) {
            throw new IllegalArgumentException("'" + text + "' is no URI");
        }
        return uri;
    }

    static X500Principal subject(String text) {
        return new X500Principal(text);
    }

    static Path existing(Path directory, String text) {
        Path file = directory.resolve(text);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("there is no file " + file + " that could be read");
        }
        return file;
    }

    /** A file that nobody but its owner may read or change. */
    static Path secret(Path directory, String text) {
        Path file = existing(directory, text);
        if (!OWNERS.containsAll(permissions(file))) {
            throw new IllegalArgumentException("others than its owner may use the secret file " + file + " (mode "
                    + PosixFilePermissions.toString(permissions(file)) + "); chmod 600 " + file);
        }
        return file;
    }

    /** A path that may be there for somebody else only. */
    static Path absolute(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("'" + text + "' is no absolute path");
        }
        return path;
    }

    /** A folder in which not everybody may put something: who answers there for QEMU could have a machine do anything. */
    static Path guardedFolder(Path directory, String text) {
        Path folder = directory.resolve(text);
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
        if (permissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IllegalArgumentException("everybody may write to " + folder + "; chmod o-w " + folder);
        }
        return folder;
    }

    /** A socket that another process makes: only its folder has to be there. */
    static Path socket(Path directory, String text) {
        Path socket = directory.resolve(text);
        guardedFolder(directory, String.valueOf(socket.toAbsolutePath().getParent()));
        return socket;
    }

    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("the mode of " + file + " cannot be read", unreadable);
        }
    }

    static String jdbc(String text) {
        if (!text.startsWith("jdbc:h2:") && !text.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("'" + text + "' is no JDBC URL of H2 or PostgreSQL");
        }
        return text;
    }

    static Network.VlanRange vlans(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no range such as 100-199");
        }
        int first = number(matcher.group(1), 1, LAST_VLAN);
        return new Network.VlanRange(first, number(matcher.group(2), first, LAST_VLAN));
    }
}
