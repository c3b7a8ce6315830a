# shellcheck shell=bash disable=SC2154
# Runs a measure in a network of its own with an Open vSwitch of its own: it may restart that one, and whatever else the
# machine's Open vSwitch does stays out of the figures. Needs root.

# cell "$0" "$@": starts the script again inside; returns at once when it is inside already.
cell() {
    [ -z "${SENTINEL_CELL:-}" ] || return 0
    [ "$(id -u)" = 0 ] || die "needs root for network namespaces and Open vSwitch"
    SENTINEL_CELL=1 exec unshare --net --mount --propagation private bash -c '
        for folder in /var/run/openvswitch /etc/openvswitch /var/log/openvswitch; do
            mkdir -p "$folder" && mount -t tmpfs cell "$folder" || exit 1
        done
        mount -t sysfs cell /sys && ip link set lo up && exec "$@"' cell "$@"
}

# Ends what a killed measure may have left in the cell.
cell_close() {
    [ -z "${SENTINEL_CELL:-}" ] || /usr/share/openvswitch/scripts/ovs-ctl stop > /dev/null 2>&1
}
