package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.ofctl.UserFlow;
import java.util.List;

/** Keeps people's flow entries over a restart. */
public interface FlowStore {
    /** Inserts or replaces by id. */
    void saveFlow(UserFlow flow);

    void deleteFlow(String id);

    /** All entries kept, oldest first. */
    List<UserFlow> flows();

    /** Waits until everything queued so far is on disk (or 5 s). */
    void flush();
}
