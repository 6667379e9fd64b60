package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that no one here wrote, and that has the published contracts alone: Python's zeep (samples/clients/zeep). */
class ForeignClientIT {
    private static final Path CLIENT = Path.of("../samples/clients/zeep/read_site.py");
    private static final char[] PASSWORD = "only for tests".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void readsEveryContractAndAPropertyByASignedRequest() throws Exception {
        try (TestGrid grid = new TestGrid(folder)) {
            grid.start("chicago");
            assertThat(said(grid.at("chicago", "").toString()))
                    .contains("contract MigratableVm ", "contract Migration ", "contract Drac ", "contract Aaa ")
                    .contains("contract SiteDirectory ", "contract HostingSite ", "contract Lightpath ")
                    .contains("contract SubscriptionManager ")
                    .contains("answer chicago");
        }
    }

    private String said(String base) throws Exception {
        KeyStore operator = read("operator.p12");
        Key key = operator.getKey("operator", PASSWORD);
        Path authority =
                pem("ca.pem", "CERTIFICATE", read("ca.p12").getCertificate("ca").getEncoded());
        Path certificate = pem(
                "operator.pem",
                "CERTIFICATE",
                operator.getCertificate("operator").getEncoded());
        Path privateKey = pem("operator-key.pem", "PRIVATE KEY", key.getEncoded());
        Path output = folder.resolve("output");
        Process client = new ProcessBuilder(
                        "/usr/bin/python3",
                        CLIENT.toString(),
                        base,
                        authority.toString(),
                        certificate.toString(),
                        privateKey.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            client.destroyForcibly();
        }
        String said = Files.readString(output);
        assertThat(client.exitValue()).as(said).isZero();
        return said;
    }

    private KeyStore read(String file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("pki").resolve(file))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private Path pem(String file, String what, byte[] der) throws Exception {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        String text = "-----BEGIN " + what + "-----\n" + lines.encodeToString(der) + "\n-----END " + what + "-----\n";
        return Files.writeString(folder.resolve(file), text);
    }
}
