package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.ETags;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.log.LogLevel;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import io.sentinelsdn.domain.mitigate.PolicyKind;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.LogDesk;
import io.sentinelsdn.domain.spi.MitigationDesk;
import io.sentinelsdn.domain.spi.SettingsDesk;
import io.sentinelsdn.domain.spi.SettingsDesk.Change;
import io.sentinelsdn.domain.spi.SettingsDesk.NotAllowed;
import io.sentinelsdn.domain.spi.SettingsDesk.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /api/system/update}: what can be changed while it runs. Mode and policy of mitigation and the level of the log
 * are known by names of their own; everything else by its key in a profile.
 */
public final class SettingsRoutes {
    private static final String MODE = "mitigation_mode";
    private static final String POLICY = "mitigation_policy";
    private static final String LOG_LEVEL = "log_level";
    /** The same by their places in a profile. */
    private static final Map<String, String> SAME = Map.of("mitigation.mode", MODE, "mitigation.policy", POLICY);

    private final SettingsDesk desk;
    private final MitigationDesk mitigation;
    private final Answers answers;
    private final HistoryStore store;
    private final LogDesk logs;

    public SettingsRoutes(
            SettingsDesk desk, MitigationDesk mitigation, Answers answers, HistoryStore store, LogDesk logs) {
        this.desk = desk;
        this.mitigation = mitigation;
        this.answers = answers;
        this.store = store;
        this.logs = logs;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/system/update", this::list).role(Role.ADMIN),
                Route.post("/api/system/update", this::update).query("dry_run").role(Role.ADMIN));
    }

    record ChangeJson(String field, String from, String to, boolean untilRestart) {}

    record UpdateJson(boolean dryRun, List<ChangeJson> changes, Map<String, String> settings) {}

    private Response list(Request request) {
        List<Setting> all = all();
        return ListJson.all(all).header("ETag", ETags.of(all));
    }

    private List<Setting> all() {
        List<Setting> all = new ArrayList<>();
        for (Setting setting : desk.settings()) {
            String same = SAME.getOrDefault(setting.key(), "");
            if (same.equals(MODE)) {
                all.add(ours(setting, MODE, mitigation.mode().wireName()));
            } else if (same.equals(POLICY)) {
                all.add(ours(setting, POLICY, mitigation.policy().policy()));
            } else {
                all.add(setting);
            }
        }
        all.add(ours(
                new Setting(LOG_LEVEL, "info", "default", true, String.join(", ", LogLevel.names())),
                LOG_LEVEL,
                logs.level().wireName()));
        return all;
    }

    private static Setting ours(Setting configured, String key, String now) {
        String source = now.equals(configured.value()) ? configured.source() : "api";
        return new Setting(key, now, source, true, configured.allowed());
    }

    /** Everything is looked at before anything is changed. */
    private Response update(Request request) {
        boolean dryRun = request.query().flag("dry_run");
        Map<String, Optional<String>> wanted = wanted(request);
        MitigationMode mode = take(wanted, MODE, mitigation.mode(), SettingsRoutes::mode);
        PolicyKind policy =
                take(wanted, POLICY, PolicyKind.parse(mitigation.policy().policy()), SettingsRoutes::policy);
        LogLevel level = take(wanted, LOG_LEVEL, logs.level(), SettingsRoutes::level);
        List<ChangeJson> changes = new ArrayList<>();
        note(changes, MODE, mitigation.mode().wireName(), mode.wireName());
        note(changes, POLICY, mitigation.policy().policy(), policy.wireName());
        note(changes, LOG_LEVEL, logs.level().wireName(), level.wireName());
        // The desk refuses all or nothing; what follows it cannot be refused but by a store or mitigation that is
        // stuck.
        for (Change change : changed(wanted, dryRun)) {
            changes.add(new ChangeJson(change.key(), change.from(), change.to(), change.untilRestart()));
        }
        if (!dryRun) {
            carryOut(mode, policy, level);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        all().stream().filter(Setting::live).forEach(setting -> settings.put(setting.key(), setting.value()));
        return Response.ok(new UpdateJson(dryRun, changes, settings));
    }

    private Map<String, Optional<String>> wanted(Request request) {
        List<String> known = new ArrayList<>(List.of(MODE, POLICY, LOG_LEVEL));
        desk.settings().forEach(setting -> known.add(setting.key()));
        Map<String, Optional<String>> wanted = request.body(known).words();
        SAME.forEach((path, name) -> {
            if (wanted.containsKey(path)) {
                wanted.put(name, wanted.remove(path));
            }
        });
        return wanted;
    }

    private List<Change> changed(Map<String, Optional<String>> wanted, boolean dryRun) {
        try {
            return desk.change(wanted, dryRun);
        } catch (NotAllowed refused) {
            throw Problem.invalidValue(refused.key(), refused.getMessage(), refused.allowed());
        }
    }

    private void carryOut(MitigationMode mode, PolicyKind policy, LogLevel level) {
        if (mode != mitigation.mode()) {
            answers.await(() -> mitigation.mode(mode), MODE);
        }
        if (policy != PolicyKind.parse(mitigation.policy().policy())) {
            answers.await(() -> mitigation.policy(policy), POLICY);
        }
        if (level != logs.level()) {
            store.putConfig(LOG_LEVEL, level.wireName());
            logs.level(level);
        }
    }

    private static void note(List<ChangeJson> changes, String field, String from, String to) {
        if (!from.equals(to)) {
            changes.add(new ChangeJson(field, from, to, false));
        }
    }

    private static <T> T take(
            Map<String, Optional<String>> wanted, String field, T before, Function<String, T> reader) {
        Optional<String> word = wanted.remove(field);
        return word == null ? before : word.map(reader).orElse(before);
    }

    private static LogLevel level(String name) {
        try {
            return LogLevel.parse(name);
        } catch (IllegalArgumentException unknown) {
            throw Problem.invalidValue(LOG_LEVEL, "log_" + unknown.getMessage(), LogLevel.names());
        }
    }

    private static MitigationMode mode(String name) {
        try {
            return MitigationMode.parse(name);
        } catch (IllegalArgumentException unknown) {
            throw Problem.invalidValue(
                    MODE,
                    unknown.getMessage(),
                    Arrays.stream(MitigationMode.values())
                            .map(MitigationMode::wireName)
                            .toList());
        }
    }

    private static PolicyKind policy(String name) {
        try {
            return PolicyKind.parse(name);
        } catch (IllegalArgumentException unknown) {
            throw Problem.invalidValue(
                    POLICY,
                    unknown.getMessage(),
                    Arrays.stream(PolicyKind.values()).map(PolicyKind::wireName).toList());
        }
    }
}
