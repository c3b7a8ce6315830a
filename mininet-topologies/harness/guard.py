"""Keeps attack traffic inside namespaces of the harness, and children from outliving it."""

import ctypes
import ipaddress
import os
import signal

NETWORKS = (ipaddress.ip_network("10.0.0.0/24"), ipaddress.ip_network("fd00::/64"))
PR_SET_PDEATHSIG = 1


def die_with_parent():
    """Asks the kernel to kill this process when its parent ends; usable as `preexec_fn`."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def network_of(pid):
    """Identity of the network namespace of a process, or None when it cannot be told."""
    try:
        return os.stat("/proc/%s/ns/net" % pid).st_ino
    except OSError:
        return None


def in_namespace_of_its_own():
    """Whether this process was put into another network than the process that started it and process 1.

    Process 1 may be hidden from us; the parent, which is the harness, never is.
    """
    mine, parent = network_of("self"), network_of(os.getppid())
    return mine is not None and parent is not None and mine not in (parent, network_of(1))


def require_harness_namespace(target):
    """Ends the process unless it runs in a namespace of its own and aims at an address of the harness."""
    if not in_namespace_of_its_own():
        raise SystemExit("refused: attack traffic is only sent inside a network namespace of the harness")
    if not any(ipaddress.ip_address(target) in network for network in NETWORKS):
        raise SystemExit("refused: target must be in 10.0.0.0/24 or fd00::/64: %s" % target)
