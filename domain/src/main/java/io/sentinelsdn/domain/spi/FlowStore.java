package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.ofctl.UserFlow;
import java.util.List;

/** Keeps people's flow entries over a restart. */
public interface FlowStore {
    /** Keeps nothing: for controllers that live for a moment. */
    FlowStore NONE = new FlowStore() {
        @Override
        public void saveFlow(UserFlow flow) {}

        @Override
        public void deleteFlow(String id) {}

        @Override
        public List<UserFlow> flows() {
            return List.of();
        }

        @Override
        public void flush() {}
    };

    /** Inserts or replaces by id. */
    void saveFlow(UserFlow flow);

    void deleteFlow(String id);

    /** All entries kept, oldest first. */
    List<UserFlow> flows();

    /** Waits until everything queued so far is on disk (or 5 s). */
    void flush();
}
