package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.MS;
import static io.sentinelsdn.detector.TelemetryScript.SECOND;
import static io.sentinelsdn.detector.TelemetryScript.v4;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Attacks by somebody who knows how the detector works. Each does harm: within a minute it brings at least twice what
 * its kind may bring without an alarm. Host 3 attacks host 4; hosts 1 and 2 go on with what they do.
 */
final class Evasions {
    /** How an attacker hides. */
    enum Way {
        PADDING,
        PACING,
        MIMICRY,
        SLOW_TABLE_OVERFLOW,
        POISONING
    }

    private static final long MINUTE = 60 * SECOND;

    private final Map<String, Consumer<TelemetryScript>> all = new LinkedHashMap<>();

    Evasions() {
        padding();
        pacing();
        mimicry();
        tables();
        poisoning();
    }

    /** Names, each beginning with the way. */
    List<String> names() {
        return new ArrayList<>(all.keySet());
    }

    /** Whether the detector misses this attack within a minute. */
    boolean evades(String name) {
        TelemetryScript script = new TelemetryScript();
        BenignHosts hosts = new BenignHosts(script);
        script.every(30, () -> hosts.shortConnection(1, 4, false));
        script.every(30, () -> hosts.dnsQuery(2, 4));
        script.every(5, () -> script.send(Packet.echo(1, v4(1), v4(4))));
        script.runSeconds(5);
        if (!script.told.isEmpty()) {
            throw new IllegalStateException("told before the attack began: " + script.told);
        }
        all.get(name).accept(script);
        return script.runUntilTold(60) > MINUTE / SECOND;
    }

    private void add(Way way, String what, Consumer<TelemetryScript> attack) {
        all.put(way + " " + what, attack);
    }

    private static IpAddress anybody(TelemetryScript script) {
        return IpAddress.v4(0xc633_0000 | script.random.nextInt(1 << 16));
    }

    private static int port(TelemetryScript script) {
        return 1024 + script.random.nextInt(60_000);
    }

    private void padding() {
        for (int dstPort : new int[] {80, 22}) {
            for (int acks : new int[] {1, 2}) {
                add(
                        Way.PADDING,
                        "SYNs to " + dstPort + " from one source with " + acks + " ACKs each",
                        script -> script.every(800, () -> padded(script, v4(3), dstPort, acks)));
                add(
                        Way.PADDING,
                        "SYNs to " + dstPort + " from forged sources with " + acks + " ACKs each",
                        script -> script.every(800, () -> padded(script, anybody(script), dstPort, acks)));
            }
        }
        for (int largest : new int[] {100, 400, 1400}) {
            add(
                    Way.PADDING,
                    "UDP of random sizes up to " + largest,
                    script -> script.every(
                            600,
                            () -> script.send(Packet.udp(3, v4(3), 4444, v4(4), 9000)
                                    .times(1, 60 + script.random.nextInt(largest)))));
            add(
                    Way.PADDING,
                    "ICMP of random sizes up to " + largest,
                    script -> script.every(
                            400,
                            () -> script.send(
                                    Packet.echo(3, v4(3), v4(4)).times(1, 60 + script.random.nextInt(largest)))));
        }
    }

    private static void padded(TelemetryScript script, IpAddress source, int dstPort, int acks) {
        int port = port(script);
        script.send(Packet.tcp(3, source, port, v4(4), dstPort, Packet.SYN));
        for (int i = 0; i < acks; i++) {
            script.send(Packet.tcp(3, source, port, v4(4), dstPort, Packet.ACK));
            script.send(Packet.tcp(4, v4(4), dstPort, source, port, Packet.RST));
        }
    }

    /** Does something at a rate, but only in the first part of each period. */
    private static void pulsed(TelemetryScript script, double pps, long onNs, long periodNs, Runnable action) {
        script.every(pps, () -> {
            if (script.now() % periodNs < onNs) {
                action.run();
            }
        });
    }

    private void pacing() {
        for (long on : new long[] {100, 200, 400}) {
            double factor = 1000.0 / on;
            add(
                    Way.PACING,
                    "SYNs in pulses of " + on + " ms a second",
                    script -> pulsed(
                            script,
                            400 * factor,
                            on * MS,
                            SECOND,
                            () -> script.send(Packet.tcp(3, anybody(script), port(script), v4(4), 80, Packet.SYN))));
            add(
                    Way.PACING,
                    "UDP in pulses of " + on + " ms a second",
                    script -> pulsed(
                            script,
                            600 * factor,
                            on * MS,
                            SECOND,
                            () -> script.send(Packet.udp(3, v4(3), 4444, v4(4), 9000))));
            add(
                    Way.PACING,
                    "ICMP in pulses of " + on + " ms a second",
                    script -> pulsed(
                            script, 400 * factor, on * MS, SECOND, () -> script.send(Packet.echo(3, v4(3), v4(4)))));
        }
        for (int seconds : new int[] {2, 5}) {
            add(
                    Way.PACING,
                    "SYNs for " + seconds + " of 20 s",
                    script -> pulsed(
                            script,
                            8000.0 / seconds,
                            seconds * SECOND,
                            20 * SECOND,
                            () -> script.send(Packet.tcp(3, anybody(script), port(script), v4(4), 80, Packet.SYN))));
        }
        for (int perSecond : new int[] {3, 10}) {
            IntSupplier[] next = {counter()};
            add(
                    Way.PACING,
                    "port scan at " + perSecond + " a second",
                    script -> script.every(
                            perSecond,
                            () -> script.send(Packet.tcp(3, v4(3), 40_000, v4(4), next[0].getAsInt(), Packet.SYN))));
        }
        for (int sources : new int[] {10, 25}) {
            add(Way.PACING, "web requests of " + sources + " sources", script -> web(script, 1000, sources));
        }
        add(Way.PACING, "slow connections of ten sources", script -> slow(script, 150, 10, 7));
        add(Way.PACING, "slow connections, rarely a byte", script -> slow(script, 200, 1, 14));
    }

    private static IntSupplier counter() {
        int[] next = {0};
        return () -> ++next[0];
    }

    private static void web(TelemetryScript script, double perSecond, int sources) {
        int[] opened = {20_000};
        script.every(4 * perSecond, () -> {
            boolean fresh = script.random.nextInt(4) == 0;
            int port =
                    fresh ? ++opened[0] % 40_000 + 10_000 : (opened[0] - script.random.nextInt(20)) % 40_000 + 10_000;
            IpAddress source = IpAddress.v4(0xc633_0000 + port % sources);
            script.send(Packet.tcp(3, source, port, v4(4), 80, fresh ? Packet.SYN : Packet.ACK));
            script.send(Packet.tcp(4, v4(4), 80, source, port, fresh ? Packet.SYN_ACK : Packet.ACK)
                    .times(1, fresh ? 66 : 800));
        });
    }

    private static void slow(TelemetryScript script, int connections, int sources, int seconds) {
        for (int i = 0; i < connections; i++) {
            int port = 20_000 + i;
            IpAddress source = IpAddress.v4(0xc633_0000 + i % sources);
            script.send(Packet.tcp(3, source, port, v4(4), 80, Packet.SYN));
            script.send(Packet.tcp(4, v4(4), 80, source, port, Packet.SYN_ACK));
            script.every(1.0 / seconds, () -> {
                script.send(Packet.tcp(3, source, port, v4(4), 80, Packet.ACK).times(1, 80));
                script.send(Packet.tcp(4, v4(4), 80, source, port, Packet.ACK));
            });
            script.runFor(SECOND / 50);
        }
    }

    private void mimicry() {
        add(
                Way.MIMICRY,
                "questions to a name server that does not exist",
                script ->
                        script.every(600, () -> script.send(Packet.udp(3, anybody(script), port(script), v4(4), 53))));
        add(
                Way.MIMICRY,
                "SYNs of twenty sources that all look calm",
                script -> script.every(
                        400,
                        () -> script.send(Packet.tcp(
                                3,
                                IpAddress.v4(0xc633_0000 + script.random.nextInt(20)),
                                port(script),
                                v4(4),
                                80,
                                Packet.SYN))));
        add(
                Way.MIMICRY,
                "UDP of twenty sources that all look calm",
                script -> script.every(
                        600,
                        () -> script.send(
                                Packet.udp(3, IpAddress.v4(0xc633_0000 + script.random.nextInt(20)), 5060, v4(4), 5060)
                                        .times(1, 200))));
        add(Way.MIMICRY, "voice that nobody listens to", script -> {
            for (int call = 0; call < 20; call++) {
                int port = 10_000 + 2 * call;
                script.every(
                        50,
                        () -> script.send(
                                Packet.udp(3, v4(3), port, v4(4), port).times(1, 214)));
            }
        });
        add(
                Way.MIMICRY,
                "pictures of forged senders",
                script -> script.every(
                        600,
                        () -> script.send(Packet.udp(3, anybody(script), 5004, v4(4), 5004)
                                .times(1, 1300))));
        add(
                Way.MIMICRY,
                "answers of name servers, small",
                script -> script.every(
                        600,
                        () -> script.send(
                                Packet.udp(3, anybody(script), 53, v4(4), 5353).times(1, 120))));
        add(
                Way.MIMICRY,
                "answers of name servers, large",
                script -> script.every(
                        300,
                        () -> script.send(
                                Packet.udp(3, anybody(script), 53, v4(4), 5353).times(1, 1200))));
        add(Way.MIMICRY, "a flood beside a real conversation", script -> {
            script.every(20, () -> {
                script.send(Packet.udp(3, v4(3), 7000, v4(4), 7000));
                script.send(Packet.udp(4, v4(4), 7000, v4(3), 7000));
            });
            script.every(600, () -> script.send(Packet.udp(3, v4(3), 7001, v4(4), 7001)));
        });
        add(Way.MIMICRY, "scan between real connections", script -> {
            BenignHosts hosts = new BenignHosts(script);
            IntSupplier next = counter();
            script.every(10, () -> hosts.shortConnection(3, 4, false));
            script.every(10, () -> script.send(Packet.tcp(3, v4(3), 40_000, v4(4), next.getAsInt(), Packet.SYN)));
        });
        add(
                Way.MIMICRY,
                "acknowledgements of nothing",
                script -> script.every(
                        3000,
                        () -> script.send(Packet.tcp(3, anybody(script), port(script), v4(4), 443, Packet.ACK)
                                .times(1, 1400))));
        add(
                Way.MIMICRY,
                "echo replies nobody asked for",
                script -> script.every(2500, () -> script.send(Packet.echoReply(3, anybody(script), v4(4)))));
    }

    private void tables() {
        for (int protocol : new int[] {IpProto.TCP, IpProto.UDP}) {
            add(
                    Way.SLOW_TABLE_OVERFLOW,
                    "protocol " + protocol + ", forged sources",
                    script -> script.every(1000, () -> script.send(stray(script, anybody(script), protocol))));
            add(
                    Way.SLOW_TABLE_OVERFLOW,
                    "protocol " + protocol + ", one source",
                    script -> script.every(1000, () -> script.send(stray(script, v4(3), protocol))));
            add(Way.SLOW_TABLE_OVERFLOW, "protocol " + protocol + ", slowly, while a table fills up", script -> {
                script.detector.tablePressure(1, 2);
                script.every(250, () -> script.send(stray(script, anybody(script), protocol)));
            });
        }
    }

    private static Packet stray(TelemetryScript script, IpAddress source, int protocol) {
        IpAddress anyhost = IpAddress.v4(script.random.nextInt(1 << 30));
        return protocol == IpProto.TCP
                ? Packet.tcp(3, source, port(script), anyhost, 443, Packet.SYN)
                : Packet.udp(3, source, port(script), anyhost, port(script));
    }

    private void poisoning() {
        for (int step : new int[] {2, 10}) {
            add(Way.POISONING, "UDP that grows by " + step + " a second", script -> {
                double began = script.now();
                script.every(2000, () -> {
                    double wanted = 200 + step * (script.now() - began) / SECOND * 6;
                    if (script.random.nextDouble() < wanted / 2000) {
                        script.send(Packet.udp(3, v4(3), 4444, v4(4), 9000));
                    }
                });
            });
            add(Way.POISONING, "SYNs that grow by " + step + " a second", script -> {
                double began = script.now();
                script.every(2000, () -> {
                    double wanted = 100 + step * (script.now() - began) / SECOND * 6;
                    if (script.random.nextDouble() < wanted / 2000) {
                        script.send(Packet.tcp(3, anybody(script), port(script), v4(4), 80, Packet.SYN));
                    }
                });
            });
        }
    }
}
