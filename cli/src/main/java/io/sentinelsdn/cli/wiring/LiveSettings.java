package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.cli.profile.BadSetting;
import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.SettingsDesk;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings that change while the process runs. What was set over the API is stored and stands above the profile and below
 * the environment and flags of a later start. A key can be changed live when a part was registered for it. Any thread may
 * ask; changes come one after the other.
 */
final class LiveSettings implements SettingsDesk {
    private static final Logger log = LoggerFactory.getLogger(LiveSettings.class);
    private static final String STORED = "settings";
    private static final String API = "api";
    private static final int LONGEST = 2_000;

    private record Part(Set<Settings.Key> keys, Consumer<Settings> check, Consumer<Settings> apply) {}

    private final Settings configured;
    private final HistoryStore store;
    private final List<Part> parts = new ArrayList<>();
    /** What was set over the API. Guarded by this. */
    private final Map<Settings.Key, String> set = new EnumMap<>(Settings.Key.class);

    private volatile Settings now;

    /**
     * Takes what is stored.
     *
     * @param configured what this start was told
     */
    LiveSettings(Settings configured, HistoryStore store) {
        this.configured = configured;
        this.store = store;
        store.config(STORED).ifPresent(text -> text.lines().forEach(this::restore));
        now = configured.with(notSaid(set), API);
        notSaid(set)
                .forEach((key, value) -> log.info(
                        "setting {} holds as it was set over the API, instead of {}",
                        key.path(),
                        configured.source(key)));
    }

    private void restore(String line) {
        int equals = line.indexOf('=');
        Settings.Key key =
                equals < 0 ? null : Settings.Key.of(line.substring(0, equals)).orElse(null);
        try {
            if (key == null) {
                throw new BadSetting("it is no setting any more");
            }
            String value = line.substring(equals + 1);
            configured.with(Map.of(key, value), API);
            set.put(key, value);
        } catch (BadSetting broken) {
            log.warn("a stored setting is left out key={} reason={}", key, broken.getMessage());
        }
    }

    /** A flag and the environment win over what was set before. */
    private Map<Settings.Key, String> notSaid(Map<Settings.Key, String> values) {
        Map<Settings.Key, String> kept = new EnumMap<>(Settings.Key.class);
        values.forEach((key, value) -> {
            if (!configured.isSaidAtStart(key)) {
                kept.put(key, value);
            }
        });
        return kept;
    }

    /** What holds now. */
    Settings now() {
        return now;
    }

    /**
     * Makes keys live. During the start only.
     *
     * @param check refuses by {@link IllegalArgumentException} what cannot be
     * @param apply hands settings that were checked to the part; must not fail
     */
    void on(Consumer<Settings> check, Consumer<Settings> apply, Settings.Key... keys) {
        parts.add(new Part(Set.of(keys), check, apply));
    }

    @Override
    public List<Setting> settings() {
        Settings held = now;
        List<Setting> all = new ArrayList<>();
        for (Settings.Key key : Settings.Key.values()) {
            all.add(new Setting(key.path(), shown(key, held), held.source(key), isLive(key), key.allowed()));
        }
        return all;
    }

    @Override
    public synchronized List<Change> change(Map<String, Optional<String>> wanted, boolean dryRun) {
        Map<Settings.Key, String> kept = new EnumMap<>(Settings.Key.class);
        kept.putAll(set);
        Map<Settings.Key, String> other = new EnumMap<>(Settings.Key.class);
        Map<Settings.Key, String> back = new EnumMap<>(Settings.Key.class);
        wanted.forEach((path, value) -> {
            Settings.Key key = live(path);
            value.ifPresentOrElse(text -> other.put(key, text), () -> back.put(key, configured.written(key)));
        });
        kept.putAll(other);
        kept.keySet().removeAll(back.keySet());
        Settings next = backTo(back, checked(now, other));
        List<Part> concerned = parts.stream()
                .filter(part -> part.keys().stream().anyMatch(key -> differs(key, next)))
                .toList();
        concerned.forEach(part -> check(part, next, wanted));
        List<Change> changes = new ArrayList<>();
        for (Settings.Key key : Settings.Key.values()) {
            if (differs(key, next)) {
                changes.add(new Change(
                        key.path(),
                        shown(key, now),
                        shown(key, next),
                        other.containsKey(key) && configured.isSaidAtStart(key)));
            }
        }
        if (!dryRun && !kept.equals(set)) {
            store.putConfig(STORED, text(kept));
            set.clear();
            set.putAll(kept);
        }
        if (!dryRun) {
            now = next;
            concerned.forEach(part -> part.apply().accept(next));
            changes.forEach(change -> log.info("setting {}: {} becomes {}", change.key(), change.from(), change.to()));
        }
        return changes;
    }

    private Settings backTo(Map<Settings.Key, String> back, Settings from) {
        Settings next = from;
        for (Map.Entry<Settings.Key, String> each : back.entrySet()) {
            next = next.with(Map.of(each.getKey(), each.getValue()), configured.source(each.getKey()));
        }
        return next;
    }

    private Settings.Key live(String path) {
        Settings.Key key = Settings.Key.of(path)
                .orElseThrow(() -> new NotAllowed(path, "there is no setting " + path, "see GET /api/system/update"));
        if (!isLive(key)) {
            throw new NotAllowed(
                    path,
                    path + " needs a restart: set it in the profile, as " + key.environmentName() + ", or by a flag",
                    parts.stream()
                            .flatMap(part -> part.keys().stream())
                            .sorted()
                            .map(Settings.Key::path)
                            .collect(Collectors.joining(", ")));
        }
        return key;
    }

    private static Settings checked(Settings from, Map<Settings.Key, String> other) {
        Settings next = from;
        for (Map.Entry<Settings.Key, String> each : other.entrySet()) {
            Settings.Key key = each.getKey();
            if (each.getValue().length() > LONGEST || each.getValue().chars().anyMatch(Character::isISOControl)) {
                throw new NotAllowed(key.path(), key.path() + " is too long or has control characters", key.allowed());
            }
            try {
                next = next.with(Map.of(key, each.getValue()), API);
            } catch (BadSetting wrong) {
                throw new NotAllowed(
                        key.path(),
                        key.path() + " must be " + key.allowed() + ": "
                                + (key.isSecret() ? "what was sent is not" : "'" + each.getValue() + "'"),
                        key.allowed());
            }
        }
        return next;
    }

    private static void check(Part part, Settings next, Map<String, Optional<String>> wanted) {
        try {
            part.check().accept(next);
        } catch (BadSetting | IllegalArgumentException contradiction) {
            Settings.Key key = part.keys().stream()
                    .filter(one -> wanted.containsKey(one.path()))
                    .findFirst()
                    .orElseThrow();
            throw new NotAllowed(key.path(), contradiction.getMessage(), key.allowed());
        }
    }

    private boolean differs(Settings.Key key, Settings next) {
        return !Objects.equals(now.written(key), next.written(key));
    }

    private boolean isLive(Settings.Key key) {
        return parts.stream().anyMatch(part -> part.keys().contains(key));
    }

    private static String shown(Settings.Key key, Settings settings) {
        String value = settings.written(key);
        return key.isSecret() && !value.isEmpty() ? "hidden" : value;
    }

    private static String text(Map<Settings.Key, String> values) {
        return values.entrySet().stream()
                .map(each -> each.getKey().path() + "=" + each.getValue())
                .collect(Collectors.joining("\n"));
    }
}
