"""A chain of switches: `mn --custom topologies/linear.py --topo sentinel-linear,4`."""

from mininet.topo import Topo


class LinearTopo(Topo):
    """h1 … hN, each behind a switch of its own; s1 – s2 – … – sN in a row."""

    def build(self, hosts=4, prefix="", dpid_base=0):
        previous = None
        for number in range(1, hosts + 1):
            switch = self.addSwitch("%ss%d" % (prefix, number), dpid="%016x" % (dpid_base + number))
            host = self.addHost(
                "%sh%d" % (prefix, number), ip="10.0.0.%d/24" % number, mac="02:00:00:00:00:%02x" % number)
            self.addLink(host, switch)
            if previous is not None:
                self.addLink(previous, switch)
            previous = switch


topos = {"sentinel-linear": LinearTopo}
