"""Unit tests; run them from mininet-topologies with `/usr/bin/python3 -m unittest discover -s tests -t .`."""
