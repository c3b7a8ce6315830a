"""One switch, `hosts` hosts: `mn --custom topologies/single.py --topo sentinel-single,4`."""

from mininet.topo import Topo


class SingleTopo(Topo):
    """h1 … hN at ports 1 … N of s1."""

    def build(self, hosts=4, prefix="", dpid_base=0):
        switch = self.addSwitch(prefix + "s1", dpid="%016x" % (dpid_base + 1))
        for number in range(1, hosts + 1):
            host = self.addHost(
                "%sh%d" % (prefix, number), ip="10.0.0.%d/24" % number, mac="02:00:00:00:00:%02x" % number)
            self.addLink(host, switch)


topos = {"sentinel-single": SingleTopo}
