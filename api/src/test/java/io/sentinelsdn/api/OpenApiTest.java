package io.sentinelsdn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelsdn.api.http.Route;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.open();

    private JsonNode document;

    @BeforeEach
    void read() {
        document = api.get("/openapi.json").json();
    }

    @Test
    void shouldBeOpenApi31OfThisVersion() {
        assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/info/version").asText()).isEqualTo("1.2.3");
    }

    @Test
    void shouldDescribeEveryRouteAndNothingElse() {
        Map<String, Set<String>> served = new TreeMap<>();
        for (Route route : api.server.routes()) {
            served.put(route.method() + " " + route.template().replace("...}", "}"), new TreeSet<>(route.query()));
        }

        assertThat(described()).isEqualTo(served);
    }

    @Test
    void shouldReferOnlyToWhatIsThere() {
        Set<String> references = new TreeSet<>();
        collect(document, references);

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void shouldDescribeEveryFieldThatIsAnswered() {
        check("/api/switches", "SwitchList");
        check("/api/topology", "Topology");
        check("/api/switches/42/flows", "FlowEntryList");
        check("/api/switches/42/aggregate", "AggregateList");
        check("/api/switches/42/ports", "PortStatsList");
        check("/api/switches/42/meters", "MeterStatsList");
        check("/api/switches/42/queues", "QueueStatsList");
        check("/api/switches/42/groups", "GroupStatsList");
        check("/api/switches/42/tables", "TableStatsList");
        api.post("/api/flows", "{\"dpid\": 42}");
        check("/api/flows", "FlowRuleList");
        check("/api/traffic/stats", "TrafficStats");
        check("/api/traffic/flows", "TrafficFlowList");
        check("/api/traffic/top-talkers", "TopTalkers");
        check("/api/traffic/top-talkers?direction=destination", "TopTalkers");
        check("/api/traffic/features", "TrafficFeatureList");
        check("/api/traffic/protocol-distribution", "ProtocolList");
        check("/api/mitigation/policy", "Policy");
        check("/api/ddos/status", "DdosStatus");
        check("/api/ddos/detections", "DDoSDetectionList");
        check("/api/ddos/metrics", "DdosMetrics");
        check("/api/models", "ModelList");
        check("/api/models/default-forest", "Model");
        check("/api/models/jobs", "TrainingJobList");
        check("/api/detection/stats", "AnalysisStats");
        api.post("/api/model-prediction", "{\"packets\":1,\"bytes\":60,\"duration\":1}");
        check("/api/detection/history", "FlowAnalysisList");
        check("/api/mitigation/rules", "RuleList");
        check("/api/mitigation/plans", "PlanList");
        check("/api/system/status", "SystemStatus");
        check("/health", "Health");
        api.post(
                "/api/logs",
                "{\"source_ip\":\"192.0.2.1\",\"request_path\":\"/\",\"request_method\":\"GET\","
                        + "\"prediction\":\"BLOCKED\",\"gateway_id\":\"g1\"}");
        check("/api/requests", "RequestPage");
        check("/api/blocked", "BlockedPage");
        check("/api/stats", "RequestStats");
        check("/api/gateway-status", "GatewayStatus");
        check("/api/traffic/history", "Series");
        check("/api/historical-data", "DDoSDetectionList");
        check("/none", "Problem");
    }

    /** Method and path to the names of the query parameters. */
    private Map<String, Set<String>> described() {
        Map<String, Set<String>> described = new TreeMap<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> described.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                queryNames(operation.getValue()))));
        return described;
    }

    private Set<String> queryNames(JsonNode operation) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode full = resolve(parameter);
            if (full.get("in").asText().equals("query")) {
                names.add(full.get("name").asText());
            }
        }
        return names;
    }

    private void check(String path, String schema) {
        checkFields(path, api.get(path).json(), document.at("/components/schemas/" + schema));
    }

    /** Every field that is there is described, everything required is there. */
    private void checkFields(String where, JsonNode value, JsonNode schema) {
        JsonNode type = resolve(schema);
        if (value.isArray()) {
            value.forEach(item -> checkFields(where + "[]", item, type.path("items")));
        } else if (value.isObject() && type.has("properties")) {
            type.path("required")
                    .forEach(name -> assertThat(value.has(name.asText()))
                            .as(where + "/" + name)
                            .isTrue());
            value.properties().forEach(field -> {
                JsonNode property = type.at("/properties/" + field.getKey());
                assertThat(property.isMissingNode())
                        .as(where + "/" + field.getKey() + " is described")
                        .isFalse();
                checkFields(where + "/" + field.getKey(), field.getValue(), property);
            });
        }
    }

    private JsonNode resolve(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.has("$ref")) {
            references.add(node.get("$ref").asText());
        }
        node.forEach(child -> collect(child, references));
    }
}
