package io.sentinelsdn.controller.openflow;

import io.sentinelsdn.domain.net.Dpid;

/**
 * The hold of one connection on its datapath id: claimed once the handshake is over, proved when another connection
 * claims it too, given back at the end. An auxiliary connection waits for the main one instead. Owned by the event loop of
 * the session.
 */
final class Claim {
    private final SwitchSession session;
    private final Sessions sessions;
    private final SwitchMessages messages;
    private final long patienceNs;
    private Dpid dpid;
    private int auxiliaryId;
    private SwitchSession main;
    private int proofXid;

    /**
     * @param patienceNs how long the switch has to answer when another claims its datapath id
     */
    Claim(SwitchSession session, Sessions sessions, SwitchMessages messages, long patienceNs) {
        this.session = session;
        this.sessions = sessions;
        this.messages = messages;
        this.patienceNs = patienceNs;
    }

    /**
     * The switch has said who it is.
     *
     * @param auxiliary 0 for a main connection (OpenFlow 1.3.5 section 6.3.6)
     */
    void make(Dpid claimed, int auxiliary) {
        dpid = claimed;
        auxiliaryId = auxiliary;
        if (auxiliary == 0) {
            sessions.claim(session, dpid);
        } else {
            joinMain();
        }
    }

    /** An auxiliary connection joins its main one as soon as that is there. */
    void joinMain() {
        if (auxiliaryId != 0 && main == null) {
            main = sessions.adopt(session, dpid, auxiliaryId);
            if (main != null) {
                session.joined();
            }
        }
    }

    /** The main connection of this auxiliary one, once it has joined. */
    SwitchSession main() {
        return main;
    }

    /** Auxiliary connections of this one. */
    int auxiliaries() {
        return sessions.auxiliaries(dpid);
    }

    /**
     * Another connection claims our datapath id: asks for an ECHO. Only its answer proves life: what else is heard may have
     * been on its way for long, and gives no more than time.
     */
    void prove() {
        proofXid = messages.echoRequest();
        judgeLater();
    }

    /** An ECHO_REPLY has come. */
    void echoed(int xid) {
        if (proofXid != 0 && xid == proofXid) {
            proofXid = 0;
            sessions.alive(session, dpid);
        }
    }

    private void judgeLater() {
        long nowNs = System.nanoTime();
        session.afterNs(patienceNs, () -> judge(nowNs));
    }

    private void judge(long askedNs) {
        if (proofXid == 0) {
            return;
        }
        if (session.lastHeardNs() - askedNs > 0) {
            judgeLater();
        } else {
            session.dead("silent while another connection claimed its datapath id");
        }
    }

    /** The connection is gone. */
    void end() {
        if (main != null) {
            sessions.releaseAuxiliary(session, dpid, auxiliaryId);
        } else if (dpid != null) {
            sessions.release(session, dpid);
        }
    }
}
