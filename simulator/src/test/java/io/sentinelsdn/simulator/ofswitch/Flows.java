package io.sentinelsdn.simulator.ofswitch;

import java.util.List;
import java.util.Set;
import org.projectfloodlight.openflow.protocol.OFFlowAdd;
import org.projectfloodlight.openflow.protocol.OFFlowDelete;
import org.projectfloodlight.openflow.protocol.OFFlowDeleteStrict;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFFlowModFlags;
import org.projectfloodlight.openflow.protocol.OFFlowModify;
import org.projectfloodlight.openflow.protocol.OFFlowStatsRequest;
import org.projectfloodlight.openflow.protocol.OFMeterFlags;
import org.projectfloodlight.openflow.protocol.OFMeterMod;
import org.projectfloodlight.openflow.protocol.OFMeterModCommand;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.instruction.OFInstruction;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IPv4AddressWithMask;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U64;

/** Messages that tests send. */
final class Flows {
    private Flows() {}

    static Match any() {
        return ScriptedController.OF.matchWildcardAll();
    }

    static Match inPort(int port) {
        return ScriptedController.OF
                .buildMatch()
                .setExact(MatchField.IN_PORT, OFPort.of(port))
                .build();
    }

    static Match toNet(String prefix) {
        return ScriptedController.OF
                .buildMatch()
                .setExact(MatchField.ETH_TYPE, EthType.IPv4)
                .setMasked(MatchField.IPV4_DST, IPv4AddressWithMask.of(prefix))
                .build();
    }

    static Match udpTo(String address, int port) {
        return ScriptedController.OF
                .buildMatch()
                .setExact(MatchField.ETH_TYPE, EthType.IPv4)
                .setExact(MatchField.IP_PROTO, IpProtocol.UDP)
                .setExact(MatchField.IPV4_DST, IPv4Address.of(address))
                .setExact(MatchField.UDP_DST, TransportPort.of(port))
                .build();
    }

    static OFInstruction output(int port) {
        return outputs(OFPort.of(port));
    }

    static OFInstruction outputs(OFPort... ports) {
        List<OFAction> actions = java.util.Arrays.stream(ports)
                .map(port -> (OFAction) ScriptedController.OF
                        .actions()
                        .buildOutput()
                        .setPort(port)
                        .setMaxLen(0xffff)
                        .build())
                .toList();
        return ScriptedController.OF.instructions().applyActions(actions);
    }

    static OFInstruction goTo(int table) {
        return ScriptedController.OF.instructions().gotoTable(TableId.of(table));
    }

    static OFInstruction meter(long id) {
        return ScriptedController.OF.instructions().meter(id);
    }

    static OFFlowAdd.Builder add(int table, int priority, Match match, OFInstruction... instructions) {
        return ScriptedController.OF
                .buildFlowAdd()
                .setTableId(TableId.of(table))
                .setPriority(priority)
                .setMatch(match)
                .setInstructions(List.of(instructions));
    }

    static OFFlowMod rule(int table, int priority, Match match, OFInstruction... instructions) {
        return add(table, priority, match, instructions).build();
    }

    static OFFlowModify modify(Match match, OFInstruction... instructions) {
        return ScriptedController.OF
                .buildFlowModify()
                .setTableId(TableId.of(0))
                .setMatch(match)
                .setInstructions(List.of(instructions))
                .build();
    }

    static OFFlowDelete.Builder delete(Match match) {
        return ScriptedController.OF
                .buildFlowDelete()
                .setTableId(TableId.ALL)
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .setMatch(match);
    }

    static OFFlowDeleteStrict deleteStrict(int priority, Match match) {
        return ScriptedController.OF
                .buildFlowDeleteStrict()
                .setTableId(TableId.of(0))
                .setPriority(priority)
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .setMatch(match)
                .build();
    }

    static OFFlowMod tellingRemoval(OFFlowAdd.Builder rule) {
        return rule.setFlags(Set.of(OFFlowModFlags.SEND_FLOW_REM)).build();
    }

    static OFFlowStatsRequest stats() {
        return ScriptedController.OF
                .buildFlowStatsRequest()
                .setTableId(TableId.ALL)
                .setOutPort(OFPort.ANY)
                .setOutGroup(OFGroup.ANY)
                .setCookie(U64.ZERO)
                .setCookieMask(U64.ZERO)
                .setMatch(any())
                .build();
    }

    static OFMeterMod meterMod(OFMeterModCommand command, long id, OFMeterFlags unit, long rate, long burst) {
        return ScriptedController.OF
                .buildMeterMod()
                .setCommand(command)
                .setMeterId(id)
                .setFlags(Set.of(unit, OFMeterFlags.BURST, OFMeterFlags.STATS))
                .setMeters(List.of(ScriptedController.OF.meterBands().drop(rate, burst)))
                .build();
    }

    static OFMeterMod packetsPerSecond(long id, long rate, long burst) {
        return meterMod(OFMeterModCommand.ADD, id, OFMeterFlags.PKTPS, rate, burst);
    }
}
