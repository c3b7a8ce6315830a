package io.sentinelsdn.ovsdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.PortQueues.PortQos;
import io.sentinelsdn.domain.spi.PortQueues.QueueSpec;
import io.sentinelsdn.ovsdb.client.Datum;
import io.sentinelsdn.ovsdb.client.Operation;
import io.sentinelsdn.ovsdb.client.Row;
import io.sentinelsdn.ovsdb.client.TableWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rows {@code QoS} and {@code Queue} of one database (ovs-vswitchd.conf.db(5)), compared with what is wanted. Rows of
 * ours carry {@value #OWNER} in {@code external_ids}, with switch, port and queue; no other row is changed. Of switches
 * that are not asked for nothing is changed, except rows of ours whose bridge is gone. Owned by the event loop.
 */
final class DatabaseQueues {
    static final String DATABASE = "Open_vSwitch";
    static final String OWNER = "sentinel-slices";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TYPE = "linux-htb";
    private static final long UNKNOWN_SPEED = 10_000_000_000L;
    private static final int REST_PART = 100;
    private static final JsonNode NO_QOS = Datum.set(List.of());

    private final TableWatch bridges;
    private final TableWatch ports;
    private final TableWatch interfaces;
    private final TableWatch qos;
    private final TableWatch queues;

    /**
     * What is to be done.
     *
     * @param operations nothing when all is as wanted
     * @param troubles by switch
     */
    record Difference(List<Operation> operations, Map<Dpid, String> troubles) {}

    /** A port of a bridge in this database. */
    private record Place(String uuid, String name, List<String> qos, long speed) {}

    /**
     * @param whenChanged called in the event loop
     */
    DatabaseQueues(Runnable whenChanged) {
        bridges = watch("Bridge", whenChanged, "name", "datapath_id", "ports");
        ports = watch("Port", whenChanged, "name", "interfaces", "qos");
        interfaces = watch("Interface", whenChanged, "name", "ofport", "link_speed");
        qos = watch("QoS", whenChanged, "type", "other_config", "queues", "external_ids");
        queues = watch("Queue", whenChanged, "other_config", "external_ids");
    }

    private static TableWatch watch(String table, Runnable whenChanged, String... columns) {
        return new TableWatch(DATABASE, table, List.of(columns), null, rows -> whenChanged.run());
    }

    List<TableWatch> watches() {
        return List.of(bridges, ports, interfaces, qos, queues);
    }

    /** Datapath ids of the bridges in this database. */
    Set<Dpid> switches() {
        return places().keySet();
    }

    private Map<Dpid, Map<Integer, Place>> places() {
        Map<Dpid, Map<Integer, Place>> places = new TreeMap<>();
        for (Row bridge : bridges.rows().values()) {
            String dpid = bridge.text("datapath_id");
            if (dpid == null || !dpid.matches("[0-9a-f]{16}")) {
                continue;
            }
            Map<Integer, Place> byNumber = places.computeIfAbsent(Dpid.parse(dpid), unused -> new TreeMap<>());
            for (String uuid : Datum.uuids(bridge.columns().get("ports"))) {
                Row port = ports.rows().get(uuid);
                if (port != null) {
                    addPlace(port, byNumber);
                }
            }
        }
        return places;
    }

    private void addPlace(Row port, Map<Integer, Place> byNumber) {
        for (String uuid : Datum.uuids(port.columns().get("interfaces"))) {
            Row face = interfaces.rows().get(uuid);
            int number = face == null ? 0 : (int) number(face, "ofport");
            if (number > 0) {
                List<String> used = Datum.uuids(port.columns().get("qos"));
                byNumber.put(number, new Place(port.uuid(), port.text("name"), used, number(face, "link_speed")));
            }
        }
    }

    private static long number(Row row, String column) {
        List<JsonNode> values = Datum.elements(row.columns().get(column));
        return values.isEmpty() ? 0 : values.get(0).asLong();
    }

    /** What has to change. */
    Difference compare(Map<Dpid, Map<Integer, PortQos>> wanted) {
        Map<Dpid, Map<Integer, Place>> places = places();
        Map<String, List<Row>> ourQos = ours(qos);
        Map<String, List<Row>> ourQueues = ours(queues);
        List<Operation> operations = new ArrayList<>();
        Map<Dpid, String> troubles = new HashMap<>();
        wanted.forEach((dpid, byPort) -> byPort.forEach((port, spec) -> {
            Place place = places.getOrDefault(dpid, Map.of()).get(port);
            if (place == null) {
                return;
            }
            String key = dpid + ":" + port;
            Row mine = newest(ourQos.get(key), place.qos());
            if (!place.qos().isEmpty() && !isOurs(place.qos().get(0))) {
                troubles.put(dpid, "port " + place.name() + " has a QoS of somebody else");
                return;
            }
            put(key, place, mine, spec, ourQueues, operations);
            forget(ourQos, key, mine);
        }));
        List<Operation> last = new ArrayList<>();
        clear(wanted.keySet(), places, ourQos, ourQueues, operations, last);
        operations.addAll(last);
        return new Difference(operations, troubles);
    }

    private boolean isOurs(String uuid) {
        Row row = qos.rows().get(uuid);
        return row != null && owner(row) != null;
    }

    private static String owner(Row row) {
        JsonNode owner = Datum.pairs(row.columns().get("external_ids")).get(NODES.textNode(OWNER));
        return owner == null ? null : owner.asText();
    }

    private static Map<String, List<Row>> ours(TableWatch table) {
        Map<String, List<Row>> ours = new TreeMap<>();
        for (Row row : table.rows().values()) {
            String owner = owner(row);
            if (owner != null) {
                ours.computeIfAbsent(owner, unused -> new ArrayList<>()).add(row);
            }
        }
        return ours;
    }

    /** Of several rows for one place the one that is in use. */
    private static Row newest(List<Row> rows, List<String> used) {
        if (rows == null) {
            return null;
        }
        return rows.stream()
                .filter(row -> used.contains(row.uuid()))
                .findFirst()
                .orElse(rows.get(0));
    }

    private static void forget(Map<String, List<Row>> rows, String key, Row row) {
        if (row != null) {
            rows.get(key).remove(row);
        }
    }

    private void put(
            String key,
            Place place,
            Row mine,
            PortQos spec,
            Map<String, List<Row>> ourQueues,
            List<Operation> operations) {
        long speed = spec.maxBps() > 0 ? spec.maxBps() : place.speed() > 0 ? place.speed() : UNKNOWN_SPEED;
        Map<JsonNode, JsonNode> references = new LinkedHashMap<>();
        new TreeMap<>(spec.queues()).forEach((number, queue) -> {
            String queueKey = key + ":" + number;
            Row there = newest(ourQueues.get(queueKey), mine == null ? List.of() : queuesOf(mine));
            forget(ourQueues, queueKey, there);
            JsonNode config = Datum.textMap(config(number, queue, speed));
            if (there == null) {
                String name = "q" + operations.size();
                operations.add(Operation.insert("Queue", row(config, queueKey), name));
                references.put(NODES.numberNode(number), Datum.namedUuid(name));
            } else {
                references.put(NODES.numberNode(number), Datum.uuid(there.uuid()));
                if (!same(there.columns().get("other_config"), config)) {
                    operations.add(Operation.update("Queue", there.uuid(), Map.of("other_config", config)));
                }
            }
        });
        putQos(key, place, mine, Datum.map(references), speed, operations);
    }

    private static void putQos(
            String key, Place place, Row mine, JsonNode references, long speed, List<Operation> operations) {
        JsonNode config = Datum.textMap(Map.of("max-rate", Long.toString(speed)));
        Map<String, JsonNode> row = new LinkedHashMap<>(row(config, key));
        row.put("type", NODES.textNode(TYPE));
        row.put("queues", references);
        if (mine == null) {
            String name = "p" + operations.size();
            operations.add(Operation.expect("Port", place.uuid(), "qos", NO_QOS));
            operations.add(Operation.insert("QoS", row, name));
            operations.add(Operation.update("Port", place.uuid(), Map.of("qos", Datum.namedUuid(name))));
            return;
        }
        boolean as = TYPE.equals(mine.text("type"))
                && same(mine.columns().get("other_config"), config)
                && same(mine.columns().get("queues"), references);
        if (!as) {
            operations.add(Operation.update("QoS", mine.uuid(), row));
        }
        if (!place.qos().contains(mine.uuid())) {
            operations.add(Operation.expect("Port", place.uuid(), "qos", uuids(place.qos())));
            operations.add(Operation.update("Port", place.uuid(), Map.of("qos", Datum.uuid(mine.uuid()))));
        }
    }

    private static JsonNode uuids(List<String> uuids) {
        return Datum.set(uuids.stream().map(Datum::uuid).toList());
    }

    private static List<String> queuesOf(Row row) {
        List<String> uuids = new ArrayList<>();
        Datum.pairs(row.columns().get("queues")).values().forEach(value -> uuids.addAll(Datum.uuids(value)));
        return uuids;
    }

    private static boolean same(JsonNode there, JsonNode wanted) {
        return Datum.pairs(there).equals(Datum.pairs(wanted));
    }

    private static Map<String, JsonNode> row(JsonNode config, String key) {
        return Map.of("other_config", config, "external_ids", Datum.textMap(Map.of(OWNER, key)));
    }

    private static Map<String, String> config(int number, QueueSpec queue, long speed) {
        Map<String, String> config = new LinkedHashMap<>();
        long least = number == 0 ? speed / REST_PART : queue.minBps();
        if (least > 0) {
            config.put("min-rate", Long.toString(Math.min(least, speed)));
        }
        long most = queue.maxBps() > 0 ? Math.min(queue.maxBps(), speed) : speed;
        config.put("max-rate", Long.toString(most));
        config.put("priority", Integer.toString(queue.priority()));
        return config;
    }

    /** Deletes what is ours, not wanted, and of switches that were asked for or are gone. */
    private void clear(
            Set<Dpid> asked,
            Map<Dpid, Map<Integer, Place>> places,
            Map<String, List<Row>> ourQos,
            Map<String, List<Row>> ourQueues,
            List<Operation> operations,
            List<Operation> last) {
        ourQos.forEach((key, rows) -> {
            Dpid dpid = dpid(key);
            if (dpid == null || asked.contains(dpid) || !places.containsKey(dpid)) {
                for (Row row : rows) {
                    detach(row.uuid(), places, operations);
                    last.add(Operation.delete("QoS", row.uuid()));
                }
            }
        });
        ourQueues.forEach((key, rows) -> {
            Dpid dpid = dpid(key);
            if (dpid == null || asked.contains(dpid) || !places.containsKey(dpid)) {
                rows.forEach(row -> last.add(Operation.delete("Queue", row.uuid())));
            }
        });
    }

    private static void detach(String uuid, Map<Dpid, Map<Integer, Place>> places, List<Operation> operations) {
        places.values()
                .forEach(byPort -> byPort.values().forEach(place -> {
                    if (place.qos().contains(uuid)) {
                        operations.add(Operation.mutate("Port", place.uuid(), "qos", "delete", Datum.uuid(uuid)));
                    }
                }));
    }

    private static Dpid dpid(String key) {
        String[] parts = key.split(":", -1);
        return parts[0].matches("[0-9a-f]{16}") ? Dpid.parse(parts[0]) : null;
    }
}
