package io.sentinelsdn.controller;

import static io.sentinelsdn.controller.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.controller.forwarding.ForwardingConfig;
import io.sentinelsdn.controller.forwarding.ForwardingMode;
import io.sentinelsdn.simulator.ofswitch.EmulatedSwitch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ReactiveForwardingTest {
    private static final Station ANN = new Station(1);
    private static final Station BOB = new Station(2);

    private record Sent(int port, ByteBuffer frame) {}

    private static TestNet reactive() throws Exception {
        return new TestNet(ControllerConfig.defaults()
                .withForwarding(ForwardingConfig.defaults().withMode(ForwardingMode.REACTIVE)));
    }

    private static Queue<Sent> outputOf(EmulatedSwitch lan) {
        Queue<Sent> sent = new ConcurrentLinkedQueue<>();
        lan.onOutput((port, frame, count) -> sent.add(new Sent(port, ByteBuffer.wrap(frame))));
        return sent;
    }

    private static List<Integer> portsOf(Queue<Sent> sent, byte[] frame) {
        return sent.stream()
                .filter(each -> each.frame().equals(ByteBuffer.wrap(frame)))
                .map(Sent::port)
                .sorted()
                .toList();
    }

    @Test
    void shouldFloodTheFirstFrameAndInstallAnEntryForTheAnswer() throws Exception {
        try (TestNet net = reactive()) {
            EmulatedSwitch lan = net.connect(1, 3);
            Queue<Sent> sent = outputOf(lan);
            byte[] question = ANN.pingTo(BOB);
            byte[] answer = BOB.pingTo(ANN);

            lan.inject(1, question);
            await("the question is flooded", () -> portsOf(sent, question).equals(List.of(2, 3)));
            assertThat(lan.probe(2, answer).outputPorts())
                    .as("nothing is installed before somebody asks")
                    .isEmpty();
            lan.inject(2, answer);

            await("the answer arrives", () -> portsOf(sent, answer).equals(List.of(1)));
            await(
                    "the switch knows Ann by itself",
                    () -> lan.probe(2, answer).outputPorts().equals(List.of(1)));
        }
    }

    @Test
    void shouldDropAFrameToThePortItCameFrom() throws Exception {
        try (TestNet net = reactive()) {
            EmulatedSwitch lan = net.connect(1, 2);
            Queue<Sent> sent = outputOf(lan);
            lan.inject(1, ANN.pingTo(BOB));
            await("Ann's frame is flooded", () -> !sent.isEmpty());
            sent.clear();

            byte[] toNeighbour = BOB.pingTo(ANN);
            lan.inject(1, toNeighbour);
            byte[] after = new Station(3).pingTo(new Station(4));
            lan.inject(1, after);

            await("what came later is flooded", () -> portsOf(sent, after).equals(List.of(2)));
            assertThat(portsOf(sent, toNeighbour)).isEmpty();
        }
    }

    @Test
    void shouldLearnAnewWhenTheSwitchHasRestarted() throws Exception {
        try (TestNet net = reactive()) {
            EmulatedSwitch lan = net.connect(1, 2);
            lan.inject(1, ANN.pingTo(BOB));
            lan.inject(2, BOB.pingTo(ANN));
            await(
                    "Ann has an entry",
                    () -> lan.probe(2, BOB.pingTo(ANN)).outputPorts().equals(List.of(1)));

            lan.restart();

            await("and has it again", () -> net.controller.connectedSwitches() == 1 && lan.flowCount() > 0);
            lan.inject(1, ANN.pingTo(BOB));
            lan.inject(2, BOB.pingTo(ANN));
            await(
                    "Ann has an entry again",
                    () -> lan.probe(2, BOB.pingTo(ANN)).outputPorts().equals(List.of(1)));
        }
    }
}
