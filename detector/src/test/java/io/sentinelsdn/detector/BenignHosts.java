package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.v4;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;

/** What harmless hosts send; host n is behind port n. */
final class BenignHosts {
    private final TelemetryScript script;
    private int nextPort = 32_768;
    private int nextTarget;

    BenignHosts(TelemetryScript script) {
        this.script = script;
    }

    private int port() {
        nextPort = nextPort == 60_999 ? 32_768 : nextPort + 1;
        return nextPort;
    }

    /** Connect, one request, one answer, close; with a reset instead of a close when in a hurry. */
    void shortConnection(int client, int server, boolean hurried) {
        int port = port();
        tcp(client, server, port, Packet.SYN);
        back(client, server, port, Packet.SYN_ACK);
        tcp(client, server, port, Packet.ACK);
        tcp(client, server, port, Packet.ACK | IpProto.TCP_PSH);
        back(client, server, port, Packet.ACK | IpProto.TCP_PSH);
        if (hurried) {
            tcp(client, server, port, Packet.FIN_ACK);
            tcp(client, server, port, Packet.RST);
        } else {
            tcp(client, server, port, Packet.ACK);
            back(client, server, port, Packet.FIN_ACK);
            tcp(client, server, port, Packet.FIN_ACK);
            back(client, server, port, Packet.ACK);
        }
    }

    /** A connection with a large answer. */
    void download(int client, int server) {
        int port = port();
        tcp(client, server, port, Packet.SYN);
        back(client, server, port, Packet.SYN_ACK);
        tcp(client, server, port, Packet.ACK | IpProto.TCP_PSH);
        for (int i = 0; i < 100; i++) {
            script.send(Packet.tcp(server, v4(server), 80, v4(client), port, Packet.ACK)
                    .times(1, 1514));
            if (i % 2 == 0) {
                tcp(client, server, port, Packet.ACK);
            }
        }
        tcp(client, server, port, Packet.FIN_ACK);
        back(client, server, port, Packet.FIN_ACK);
    }

    private void tcp(int client, int server, int port, int flags) {
        script.send(Packet.tcp(client, v4(client), port, v4(server), 80, flags));
    }

    private void back(int client, int server, int port, int flags) {
        script.send(Packet.tcp(server, v4(server), 80, v4(client), port, flags));
    }

    /** One connection at full speed, with its acknowledgements. */
    void bulkTcp(int from, int to, double packetsPerSecond) {
        int port = port();
        script.send(Packet.tcp(from, v4(from), port, v4(to), 5201, Packet.SYN));
        script.every(
                100,
                () -> script.send(Packet.tcp(from, v4(from), port, v4(to), 5201, Packet.ACK)
                        .times((long) (packetsPerSecond / 100), 1514)));
        script.every(
                100,
                () -> script.send(Packet.tcp(to, v4(to), 5201, v4(from), port, Packet.ACK)
                        .times((long) (packetsPerSecond / 200), 66)));
    }

    /** A QUIC download or a tunnel: one UDP flow each way; the second host began. */
    void bulkUdp(int from, int to, double packetsPerSecond, double backPerSecond) {
        int port = port();
        script.send(Packet.udp(to, v4(to), port, v4(from), 443));
        script.every(
                packetsPerSecond,
                () -> script.send(Packet.udp(from, v4(from), 443, v4(to), port).times(1, 1300)));
        script.every(backPerSecond, () -> script.send(Packet.udp(to, v4(to), port, v4(from), 443)));
    }

    void dnsQuery(int client, int server) {
        int port = port();
        script.send(Packet.udp(client, v4(client), port, v4(server), 53));
        script.send(Packet.udp(server, v4(server), 53, v4(client), port));
    }

    /** A query from one of five thousand clients behind a router. */
    void dnsQueryFromOutside(int routerPort, int server) {
        int port = port();
        IpAddress client = IpAddress.v4(0xc6336400 + script.random.nextInt(5000));
        script.send(Packet.udp(routerPort, client, port, v4(server), 53));
        script.send(Packet.udp(server, v4(server), 53, client, port));
    }

    /** One ping of a sweep over the network, most addresses of which are empty. */
    void pingSweep(int from) {
        int target = nextTarget++ % 254 + 1;
        IpAddress dst = v4(target);
        script.send(Packet.echo(from, v4(from), dst));
        if (target <= 4 && target != from) {
            script.send(Packet.echoReply(target, dst, v4(from)));
        }
    }
}
