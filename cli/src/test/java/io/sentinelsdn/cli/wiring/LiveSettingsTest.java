package io.sentinelsdn.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.domain.spi.SettingsDesk.Change;
import io.sentinelsdn.domain.spi.SettingsDesk.NotAllowed;
import io.sentinelsdn.domain.spi.SettingsDesk.Setting;
import io.sentinelsdn.store.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveSettingsTest {
    private static final String FLOOR = Settings.Key.FLOOR_SYN.path();
    private static final String WEBHOOK = Settings.Key.ALERT_WEBHOOK.path();

    private final HistoryStore store = Stores.inMemory();
    private final List<Integer> applied = new ArrayList<>();
    private final Settings configured =
            Settings.defaults(Path.of("unused")).put(Settings.Key.FLOOR_SYN, "200", "lab.yaml:3");

    private LiveSettings live(Settings told) {
        LiveSettings live = new LiveSettings(told, store);
        live.on(
                LiveSettingsTest::refuseSeven,
                changed -> applied.add((int) changed.rate(Settings.Key.FLOOR_SYN)),
                Settings.Key.FLOOR_SYN,
                Settings.Key.FLOOR_UDP);
        live.on(changed -> {}, changed -> {}, Settings.Key.ALERT_WEBHOOK);
        return live;
    }

    private static void refuseSeven(Settings settings) {
        if (settings.rate(Settings.Key.FLOOR_SYN) == 7) {
            throw new IllegalArgumentException("seven contradicts something");
        }
    }

    private static Map<String, Optional<String>> to(String key, String value) {
        return Map.of(key, Optional.of(value));
    }

    private static Setting setting(LiveSettings live, String key) {
        return live.settings().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldChangeTellThePartAndHoldOverARestart() {
        LiveSettings live = live(configured);

        assertThat(live.change(to(FLOOR, "300"), false)).containsExactly(new Change(FLOOR, "200", "300", false));

        assertThat(applied).containsExactly(300);
        assertThat(live.now().rate(Settings.Key.FLOOR_SYN)).isEqualTo(300);
        assertThat(live(configured).now().rate(Settings.Key.FLOOR_SYN)).isEqualTo(300);
        assertThat(setting(live(configured), FLOOR).source()).isEqualTo("api");
    }

    @Test
    void shouldOnlySayWhatWouldChangeWhenDry() {
        LiveSettings live = live(configured);

        assertThat(live.change(to(FLOOR, "300"), true)).hasSize(1);

        assertThat(applied).isEmpty();
        assertThat(live.now().rate(Settings.Key.FLOOR_SYN)).isEqualTo(200);
        assertThat(store.config("settings")).isEmpty();
    }

    @Test
    void shouldGoBackToWhatWasConfigured() {
        LiveSettings live = live(configured);
        live.change(to(FLOOR, "300"), false);

        live.change(Map.of(FLOOR, Optional.empty()), false);

        assertThat(applied).containsExactly(300, 200);
        assertThat(setting(live, FLOOR).source()).isEqualTo("lab.yaml:3");
        assertThat(live(configured).now().rate(Settings.Key.FLOOR_SYN)).isEqualTo(200);
    }

    @Test
    void shouldChangeAllOrNoneAndNameTheKey() {
        LiveSettings live = live(configured);
        Map<String, Optional<String>> half =
                Map.of(FLOOR, Optional.of("300"), Settings.Key.FLOOR_UDP.path(), Optional.of("many"));

        assertThatThrownBy(() -> live.change(half, false))
                .isInstanceOfSatisfying(
                        NotAllowed.class,
                        refused -> assertThat(refused.key()).isEqualTo(Settings.Key.FLOOR_UDP.path()));
        assertThatThrownBy(() -> live.change(to(FLOOR, "7"), false)).hasMessage("seven contradicts something");
        assertThatThrownBy(() -> live.change(to("openflow.port", "7000"), false))
                .hasMessageContaining("openflow.port needs a restart");
        assertThatThrownBy(() -> live.change(to("no.such", "1"), false)).isInstanceOf(NotAllowed.class);

        assertThat(applied).isEmpty();
        assertThat(live.now().rate(Settings.Key.FLOOR_SYN)).isEqualTo(200);
        assertThat(store.config("settings")).isEmpty();
    }

    @Test
    void shouldLetFlagsAndTheEnvironmentOfTheNextStartWin() {
        live(configured).change(to(FLOOR, "300"), false);
        Settings flagged =
                configured.with(Map.of(Settings.Key.FLOOR_SYN, "250"), Settings.Key.FLOOR_SYN.environmentName());

        LiveSettings live = live(flagged);
        assertThat(live.now().rate(Settings.Key.FLOOR_SYN)).isEqualTo(250);
        assertThat(live.change(to(FLOOR, "400"), false))
                .singleElement()
                .satisfies(change -> assertThat(change.untilRestart()).isTrue());
    }

    @Test
    void shouldLeaveOutWhatIsStoredAndNotAllowedAnyMore() {
        store.putConfig("settings", FLOOR + "=lots\nno.such=1\nbroken\n" + Settings.Key.FLOOR_UDP.path() + "=400");

        LiveSettings live = live(configured);

        assertThat(live.now().rate(Settings.Key.FLOOR_SYN)).isEqualTo(200);
        assertThat(live.now().rate(Settings.Key.FLOOR_UDP)).isEqualTo(400);
    }

    @Test
    void shouldShowNoSecrets() {
        LiveSettings live = live(configured);

        List<Change> changes = live.change(to(WEBHOOK, "https://hooks.example/secret-part"), false);

        assertThat(changes).hasSize(1);
        assertThat(changes.toString() + live.settings())
                .doesNotContain("secret-part")
                .contains("hidden");
    }
}
