"""Topologies, one per profile. Each file also works with `mn --custom FILE --topo NAME`."""
