package org.vmturntable.container;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.container.config.GateEnd;
import org.vmturntable.container.config.LightpathEnd;
import org.vmturntable.container.config.SiteConfiguration;
import org.vmturntable.container.config.SiteFile;
import org.vmturntable.container.site.ArrivingDisks;
import org.vmturntable.gate.Gate;
import org.vmturntable.gate.GateSettings;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a site's gate until the process is told to end. Loads nothing of the container's services. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        description =
                "Runs a site's gate, through which guests come and go, until it is told to end (SIGTERM, Ctrl-C).",
        footer = {
            "",
            "Example:",
            "  turntable gate --config /etc/turntable/site.yaml",
            "",
            "Ready when its control socket is there. The container may be restarted beside it at any time; end the gate itself only"
                    + " when no guest moves."
        })
final class GateCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(GateCommand.class);

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the site's file, in YAML")
    private Path config = Path.of("site.yaml");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            serve(Gate.open(settings(SiteFile.read(config)), ArrivingDisks.create(), Clock.systemUTC()));
            return 0;
        } catch (GridException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            LOG.debug("The gate does not start", refused);
            return 1;
        }
    }

    private static GateSettings settings(SiteConfiguration site) {
        GateEnd gate = site.gate()
                .orElseThrow(() -> new GridException(
                        FailureCode.CONFIGURATION_INVALID, "The file has no gate: what would the gate listen on?"));
        String address = site.lightpath().map(LightpathEnd::address).orElseThrow();
        return new GateSettings(
                gate.socket(),
                new InetSocketAddress(address, gate.port()),
                GateSettings.FIRST_PORT,
                GateSettings.PORTS);
    }

    private static void serve(Gate gate) throws InterruptedException {
        LOG.info("The gate is open");
        CountDownLatch told = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            LOG.info("The gate ends");
                            gate.close();
                            told.countDown();
                        },
                        "end"));
        told.await();
    }
}
