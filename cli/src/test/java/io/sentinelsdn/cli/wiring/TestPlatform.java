package io.sentinelsdn.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.simulator.host.EmulatedHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The whole platform on free ports of loopback, and what tests of it wait for. */
final class TestPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private TestPlatform() {}

    /** All defaults, but free ports of loopback. */
    static Settings settings(Path dataDir) {
        Settings settings = Settings.defaults(dataDir);
        for (Settings.Key key : List.of(Settings.Key.OF_PORT, Settings.Key.API_PORT)) {
            settings.put(key, "0", "test");
        }
        settings.put(Settings.Key.OF_HOST, "127.0.0.1", "test");
        return settings;
    }

    static Platform start(Settings settings) throws IOException {
        Platform platform = new Platform(settings);
        platform.start();
        return platform;
    }

    static void await(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    static void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Whether an answer came within five seconds. */
    static boolean pings(EmulatedHost from, EmulatedHost to) {
        try {
            return from.ping(to.ip4()).get(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException lost) {
            return false;
        }
    }
}
