"""A Mininet network on userspace Open vSwitch with names of its own, taken down in any outcome."""

import contextlib
import os
import subprocess
import time

from harness import guard, ovs

RMEM_DEFAULT = "/proc/sys/net/core/rmem_default"
KEEP_OFF = ("tx", "off", "rx", "off")


@contextlib.contextmanager
def port_buffers():
    """Gives sockets opened meanwhile 16 MiB to receive into, as a network card's queue would have.

    The userspace datapath reads its ports through sockets, whose usual 208 KiB hold about 90 frames: with them the
    figures would show how busy the machine is and not what the rules do.
    """
    with open(RMEM_DEFAULT, encoding="ascii") as file:
        usual = file.read()
    try:
        _write(RMEM_DEFAULT, str(16 << 20))
        yield
    finally:
        _write(RMEM_DEFAULT, usual)


def _write(path, text):
    try:
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
    except OSError:
        pass  # a container without the right to; the smaller buffers work too


class Network:
    """One network. Use it in a `with` statement; hosts are counted from 1."""

    def __init__(self, topology, hosts, of_port, standalone=False):
        self.topology = topology
        self.size = hosts
        self.of_port = of_port
        self.standalone = standalone
        run_id = os.getpid() & 0xFFFF
        self.prefix = "sn%x" % run_id
        self.dpid_base = run_id << 16
        self.children = []
        self.mininet = None
        self.started_ovs = False

    def __enter__(self):
        try:
            self._build()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def _build(self):
        self.started_ovs = ovs.start()
        ovs.remove_orphans()
        from mininet.log import setLogLevel
        from mininet.net import Mininet
        from mininet.node import OVSSwitch, RemoteController
        setLogLevel("critical")

        class Controller(RemoteController):
            """Where the switches connect; whether somebody listens there is asked later."""

            def checkListening(self):
                pass

        topo = self.topology(hosts=self.size, prefix=self.prefix, dpid_base=self.dpid_base)
        self.mininet = Mininet(controller=None, build=False, autoStaticArp=False)
        self.mininet.topo = topo
        self.mininet.switch = lambda name, **params: OVSSwitch(
            name, datapath="user", protocols="OpenFlow13",
            failMode="standalone" if self.standalone else "secure", **params)
        if not self.standalone:
            self.mininet.addController(
                Controller(self.prefix + "c0", ip="127.0.0.1", port=self.of_port))
        self.mininet.build()
        self._prepare_interfaces()
        with port_buffers():
            self.mininet.start()
        for switch in self.mininet.switches:
            ovs.own(switch.name)
            ovs.check_bridge(switch.name)

    def _prepare_interfaces(self):
        for switch in self.mininet.switches:
            for interface in switch.intfNames():
                if interface != "lo":
                    ovs.run("sysctl", "-qw", "net.ipv6.conf.%s.disable_ipv6=1" % interface)
                    ovs.run("ethtool", "-K", interface, *KEEP_OFF)
        for number, host in enumerate(self.mininet.hosts, start=1):
            name = host.defaultIntf().name
            for command in (
                    ["ethtool", "-K", name, *KEEP_OFF],
                    ["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=0"],
                    ["sysctl", "-qw", "net.ipv6.conf.%s.accept_ra=0" % name],
                    ["ip", "-6", "addr", "add", "fd00::%x/64" % number, "dev", name, "nodad"]):
                self.call(number, command)

    def _command(self, host, command):
        return ["mnexec", "-a", str(self.mininet.hosts[host - 1].pid), *command]

    def call(self, host, command, timeout=15):
        """Runs a command in a host; returns exit code and output."""
        return ovs.run(*self._command(host, command), timeout=timeout)

    def spawn(self, host, command, **options):
        """Starts a command in a host; it is ended with the network at the latest."""
        child = subprocess.Popen(
            self._command(host, command), stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=options.pop("stdout", subprocess.PIPE), stderr=options.pop("stderr", None),
            preexec_fn=guard.die_with_parent, start_new_session=True, **options)
        self.children.append(child)
        return child

    def interface(self, host):
        return self.mininet.hosts[host - 1].defaultIntf().name

    @staticmethod
    def mac(host):
        return "02:00:00:00:00:%02x" % host

    @staticmethod
    def address(host, version):
        return "10.0.0.%d" % host if version == 4 else "fd00::%x" % host

    def trunks(self):
        """Cables between switches: (bridge, interface, other bridge, its interface)."""
        bridges = set(self.bridges())
        return [
            (link.intf1.node.name, link.intf1.name, link.intf2.node.name, link.intf2.name)
            for link in self.mininet.links if {link.intf1.node.name, link.intf2.node.name} <= bridges]

    def bridge_of(self, host):
        """The bridge that a host is plugged into."""
        link = self.mininet.hosts[host - 1].defaultIntf().link
        return next(end.node.name for end in (link.intf1, link.intf2) if end.node.name in self.bridges())

    def bridges(self):
        return [switch.name for switch in self.mininet.switches]

    def wait_connected(self, seconds):
        """Waits until every bridge is connected to the controller; returns whether it is."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.standalone or all(ovs.connected(bridge) for bridge in self.bridges()):
                return True
            time.sleep(0.1)
        return False

    def wait_reachable(self, source, target, version, seconds):
        """Waits until a host reaches another by echo; returns whether it does."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.call(source, ["ping", "-n", "-c", "1", "-W", "1", self.address(target, version)])[0] == 0:
                return True
        return False

    def close(self):
        """Ends all children, removes bridges, links and namespaces; stops Open vSwitch if it was started here."""
        for child in self.children:
            if child.poll() is None:
                child.kill()
        for child in self.children:
            child.wait()
        self.children = []
        if self.mininet is not None:
            try:
                self.mininet.stop()
            finally:
                self.mininet = None
                self._sweep()
        if self.started_ovs:
            ovs.stop()
            self.started_ovs = False

    def _sweep(self):
        """Removes what Mininet left behind."""
        for bridge in ovs.bridges():
            if bridge.startswith(self.prefix + "s"):
                ovs.vsctl("--if-exists", "del-br", bridge)
        for name in os.listdir("/sys/class/net"):
            if name.startswith(self.prefix + "s"):
                ovs.run("ip", "link", "del", name)
