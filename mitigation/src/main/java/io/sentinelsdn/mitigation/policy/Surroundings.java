package io.sentinelsdn.mitigation.policy;

import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.SwitchDirectory.HostView;
import io.sentinelsdn.domain.spi.SwitchDirectory.LinkView;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What mitigation looks at beside detections: immutable snapshots of others.
 *
 * @param directory switches, hosts and links
 * @param flows the busiest flows of the last poll
 */
public record Surroundings(SwitchDirectory directory, Supplier<List<FlowView>> flows) {
    /** Nothing is known. */
    public static Surroundings unknown() {
        return new Surroundings(
                new SwitchDirectory() {
                    @Override
                    public List<SwitchView> switches() {
                        return List.of();
                    }

                    @Override
                    public List<HostView> hosts() {
                        return List.of();
                    }

                    @Override
                    public List<LinkView> links() {
                        return List.of();
                    }
                },
                List::of);
    }

    /** The host with this address. */
    public Optional<HostView> host(IpAddress address) {
        return directory.hosts().stream()
                .filter(host -> host.addresses().contains(address))
                .findFirst();
    }

    /** The Ethernet address of the host with this address. */
    public Optional<MacAddress> mac(IpAddress address) {
        return host(address).map(host -> MacAddress.parse(host.mac()));
    }
}
