package io.sentinelsdn.ovsdb;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.FailMode;
import io.sentinelsdn.domain.spi.FailModes;
import io.sentinelsdn.ovsdb.client.Row;
import io.sentinelsdn.ovsdb.client.TableWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fail modes of the bridges that the databases know. A bridge without one is {@code standalone}
 * (ovs-vswitchd.conf.db(5)). Where two databases tell of one datapath id, the more dangerous mode is believed. Owned by
 * the event loop of the clients; {@link #of} may be asked by any thread.
 */
final class BridgeFailModes implements FailModes {
    private final List<Map<Dpid, FailMode>> byDatabase = new ArrayList<>();
    private volatile Map<Dpid, FailMode> modes = Map.of();

    @Override
    public FailMode of(Dpid dpid) {
        return modes.getOrDefault(dpid, FailMode.UNKNOWN);
    }

    /** For one more database; before the clients start. */
    TableWatch watch() {
        int index = byDatabase.size();
        byDatabase.add(Map.of());
        return new TableWatch(
                "Open_vSwitch",
                "Bridge",
                List.of("name", "datapath_id", "fail_mode"),
                null,
                rows -> changed(index, rows));
    }

    private void changed(int index, Map<String, Row> rows) {
        Map<Dpid, FailMode> told = new HashMap<>();
        for (Row row : rows.values()) {
            Dpid dpid = dpid(row.text("datapath_id"));
            if (dpid != null) {
                boolean secure = "secure".equals(row.text("fail_mode"));
                told.merge(dpid, secure ? FailMode.SECURE : FailMode.STANDALONE, BridgeFailModes::worse);
            }
        }
        byDatabase.set(index, told);
        Map<Dpid, FailMode> all = new HashMap<>();
        byDatabase.forEach(database -> database.forEach((dpid, mode) -> all.merge(dpid, mode, BridgeFailModes::worse)));
        modes = Map.copyOf(all);
    }

    private static FailMode worse(FailMode one, FailMode other) {
        return one == FailMode.STANDALONE ? one : other;
    }

    /** Null while the switch has not said which it has. */
    private static Dpid dpid(String text) {
        return text != null && text.matches("[0-9a-f]{16}") ? Dpid.parse(text) : null;
    }
}
