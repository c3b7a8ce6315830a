"""A campus of three layers: `mn --custom topologies/campus.py --topo sentinel-campus,4`."""

from mininet.topo import Topo


class CampusTopo(Topo):
    """Cores s1 and s2, distributions s3 and s4, access switches s5, s6, … with two hosts each; no single point of failure.

    The cores are linked with each other, every distribution with both cores, every access switch with both
    distributions: loops everywhere.
    """

    def build(self, hosts=4, prefix="", dpid_base=0, fanout=2):
        def switch(number):
            return self.addSwitch("%ss%d" % (prefix, number), dpid="%016x" % (dpid_base + number))

        cores = [switch(1), switch(2)]
        distributions = [switch(3), switch(4)]
        self.addLink(*cores)
        for distribution in distributions:
            for core in cores:
                self.addLink(distribution, core)
        accesses = []
        for index in range(max(2, (hosts + fanout - 1) // fanout)):
            access = switch(5 + index)
            for distribution in distributions:
                self.addLink(access, distribution)
            accesses.append(access)
        for number in range(1, hosts + 1):
            host = self.addHost(
                "%sh%d" % (prefix, number), ip="10.0.0.%d/24" % number, mac="02:00:00:00:00:%02x" % number)
            self.addLink(host, accesses[(number - 1) % len(accesses)])


topos = {"sentinel-campus": CampusTopo}
