package io.sentinelsdn.cli.command;

import io.sentinelsdn.cli.wiring.Platform;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sentinel run}: everything in one process, until it is told to stop. */
@Command(name = "run", description = "Start the controller, the detector, mitigation and the REST API in one process.")
public final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private DataDirOption dataDir;

    @Mixin
    private SettingsOptions options;

    @Override
    public Integer call() throws Exception {
        try (Platform platform = new Platform(options.settings(dataDir.dataDir(), System.getenv()))) {
            CountDownLatch stopped = new CountDownLatch(1);
            Thread main = Thread.currentThread();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                stopped.countDown();
                                joinQuietly(main);
                            },
                            "stop"));
            platform.start();
            stopped.await();
            log.info("stopping");
        }
        return 0;
    }

    /** The process ends when this returns: what is open is closed first, for at most ten seconds. */
    private static void joinQuietly(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
