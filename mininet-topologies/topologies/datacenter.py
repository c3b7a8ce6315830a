"""Leaves and spines: `mn --custom topologies/datacenter.py --topo sentinel-datacenter,4`."""

from mininet.topo import Topo


class DatacenterTopo(Topo):
    """Spines s1 and s2, leaves s3, s4, … with two hosts each; every leaf is linked with every spine."""

    def build(self, hosts=4, prefix="", dpid_base=0, spines=2, fanout=2):
        def switch(number):
            return self.addSwitch("%ss%d" % (prefix, number), dpid="%016x" % (dpid_base + number))

        tops = [switch(number) for number in range(1, spines + 1)]
        leaves = []
        for index in range(max(2, (hosts + fanout - 1) // fanout)):
            leaf = switch(spines + 1 + index)
            for top in tops:
                self.addLink(leaf, top)
            leaves.append(leaf)
        for number in range(1, hosts + 1):
            host = self.addHost(
                "%sh%d" % (prefix, number), ip="10.0.0.%d/24" % number, mac="02:00:00:00:00:%02x" % number)
            self.addLink(host, leaves[(number - 1) % len(leaves)])


topos = {"sentinel-datacenter": DatacenterTopo}
