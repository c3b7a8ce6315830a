"""A tree of depth two: `mn --custom topologies/tree.py --topo sentinel-tree,4`."""

from mininet.topo import Topo


class TreeTopo(Topo):
    """s1 at the root, below it leaf switches s2, s3, … with up to `fanout` hosts each; h1, h3, … on the left."""

    def build(self, hosts=4, prefix="", dpid_base=0, fanout=2):
        root = self.addSwitch(prefix + "s1", dpid="%016x" % (dpid_base + 1))
        leaves = []
        for index in range((hosts + fanout - 1) // fanout):
            leaf = self.addSwitch("%ss%d" % (prefix, index + 2), dpid="%016x" % (dpid_base + index + 2))
            self.addLink(leaf, root)
            leaves.append(leaf)
        for number in range(1, hosts + 1):
            host = self.addHost(
                "%sh%d" % (prefix, number), ip="10.0.0.%d/24" % number, mac="02:00:00:00:00:%02x" % number)
            self.addLink(host, leaves[(number - 1) % len(leaves)])


topos = {"sentinel-tree": TreeTopo}
