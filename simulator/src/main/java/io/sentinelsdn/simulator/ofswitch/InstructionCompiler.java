package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayList;
import java.util.List;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.action.OFActionGroup;
import org.projectfloodlight.openflow.protocol.action.OFActionOutput;
import org.projectfloodlight.openflow.protocol.action.OFActionSetField;
import org.projectfloodlight.openflow.protocol.action.OFActionSetQueue;
import org.projectfloodlight.openflow.protocol.instruction.OFInstruction;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionApplyActions;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionClearActions;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionGotoTable;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionMeter;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionWriteActions;
import org.projectfloodlight.openflow.protocol.instruction.OFInstructionWriteMetadata;

/** Turns instructions and actions of the codec into those of the pipeline, or refuses them with the right code. */
final class InstructionCompiler {
    private final int tables;
    private final int queues;
    private final Groups groups;

    /**
     * @param queues queues of each port; 0 means that queue numbers are not looked at
     * @param groups the groups that actions may name
     */
    InstructionCompiler(int tables, int queues, Groups groups) {
        this.tables = tables;
        this.queues = queues;
        this.groups = groups;
    }

    Instructions compile(int table, List<OFInstruction> instructions) throws Refusal {
        long meter = 0;
        List<SwitchAction> apply = List.of();
        boolean clear = false;
        List<SwitchAction> write = List.of();
        long metadata = 0;
        long metadataMask = 0;
        int gotoTable = -1;
        for (OFInstruction instruction : instructions) {
            if (instruction instanceof OFInstructionMeter metered) {
                meter = metered.getMeterId();
            } else if (instruction instanceof OFInstructionApplyActions applied) {
                apply = actions(applied.getActions());
            } else if (instruction instanceof OFInstructionClearActions) {
                clear = true;
            } else if (instruction instanceof OFInstructionWriteActions written) {
                write = actions(written.getActions());
            } else if (instruction instanceof OFInstructionWriteMetadata data) {
                metadata = data.getMetadata().getValue();
                metadataMask = data.getMetadataMask().getValue();
            } else if (instruction instanceof OFInstructionGotoTable next) {
                gotoTable = next.getTableId().getValue();
                if (gotoTable <= table || gotoTable >= tables) {
                    throw new Refusal(OfError.BAD_INSTRUCTION_TABLE_ID);
                }
            } else {
                throw new Refusal(OfError.BAD_INSTRUCTION_UNSUPPORTED);
            }
        }
        return new Instructions(meter, apply, clear, write, metadata, metadataMask, gotoTable);
    }

    List<SwitchAction> actions(List<OFAction> actions) throws Refusal {
        List<SwitchAction> compiled = new ArrayList<>(actions.size());
        for (OFAction action : actions) {
            compiled.add(action(action));
        }
        return List.copyOf(compiled);
    }

    private SwitchAction action(OFAction action) throws Refusal {
        if (action instanceof OFActionOutput output) {
            int port = output.getPort().getPortNumber();
            if (port == 0 || port == PortNumbers.ANY) {
                throw new Refusal(OfError.BAD_ACTION_OUT_PORT);
            }
            return new SwitchAction.Output(port, output.getMaxLen());
        }
        if (action instanceof OFActionSetQueue queue) {
            if (queues > 0 && queue.getQueueId() >= queues) {
                throw new Refusal(OfError.BAD_ACTION_QUEUE);
            }
            return new SwitchAction.SetQueue(queue.getQueueId());
        }
        if (action instanceof OFActionSetField field) {
            return HeaderRewriter.compile(field);
        }
        if (action instanceof OFActionGroup group) {
            int id = group.getGroup().getGroupNumber();
            if (groups.get(id) == null) {
                throw new Refusal(OfError.BAD_ACTION_OUT_GROUP);
            }
            return new SwitchAction.ToGroup(id);
        }
        throw new Refusal(OfError.BAD_ACTION_TYPE);
    }
}
