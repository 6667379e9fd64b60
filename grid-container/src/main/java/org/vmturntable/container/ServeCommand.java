package org.vmturntable.container;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.container.config.SiteConfiguration;
import org.vmturntable.container.config.SiteFile;
import org.vmturntable.kernel.GridException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a site's container until the process is told to end. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs a site's grid container until it is told to end (SIGTERM, Ctrl-C).",
        footer = {
            "",
            "Example:",
            "  turntable serve --config /etc/turntable/site.yaml",
            "",
            "Every mistake in the file is said at once, with its line. Ready when https://<address>:<port>/health answers (as all here, to a client with a certificate of the site's authorities).",
            "A migration that goes on when the container ends is taken up at its next start."
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the site's file, in YAML")
    private Path config = Path.of("site.yaml");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            SiteConfiguration site = SiteFile.read(config);
            serve(Container.start(site, new HostSurroundings()));
            return 0;
        } catch (GridException refused) {
            spec.commandLine().getErr().println(refused.getMessage());
            LOG.debug("The container does not start", refused);
            return 1;
        }
    }

    private static void serve(Container container) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            LOG.info("The container ends");
                            container.close();
                            told.countDown();
                        },
                        "end"));
        told.await();
    }
}
