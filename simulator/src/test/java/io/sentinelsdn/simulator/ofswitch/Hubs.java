package io.sentinelsdn.simulator.ofswitch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.projectfloodlight.openflow.types.OFPort;

/** Networks whose switches are told to flood everything, for tests of hosts and traffic. */
public final class Hubs implements AutoCloseable {
    private final List<EmulatedNetwork> networks = new ArrayList<>();
    private final List<ScriptedController> controllers = new ArrayList<>();

    /** Builds the network and tells its switches. */
    public EmulatedNetwork network(EmulatedNetwork.Builder builder) throws IOException {
        return tell(builder.build());
    }

    /** Tells the switches of a network; closes it in the end. */
    public EmulatedNetwork tell(EmulatedNetwork network) throws IOException {
        networks.add(network);
        for (EmulatedSwitch each : network.switches()) {
            ScriptedController controller = new ScriptedController();
            controllers.add(controller);
            controller.greet(each);
            controller.order(Flows.rule(0, 1, Flows.any(), Flows.outputs(OFPort.ALL)));
        }
        return network;
    }

    @Override
    public void close() throws IOException {
        networks.forEach(EmulatedNetwork::close);
        for (ScriptedController each : controllers) {
            each.close();
        }
    }
}
