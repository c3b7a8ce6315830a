package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.cli.profile.BadSetting;
import io.sentinelsdn.cli.profile.OvsdbChoice;
import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.ovsdb.OvsdbConfig;
import io.sentinelsdn.ovsdb.client.OvsdbTarget.Scheme;
import io.sentinelsdn.ovsdb.client.OvsdbTls;
import java.nio.file.Path;
import java.util.List;

/** Turns settings into the configuration of the database clients. Stateless. */
final class OvsdbSettings {
    private OvsdbSettings() {}

    /**
     * The configuration.
     *
     * @throws BadSetting when a server is to be reached by TLS and files for it are missing
     */
    static OvsdbConfig of(Settings settings) {
        OvsdbChoice choice = settings.ovsdb();
        if (choice.local()) {
            return OvsdbConfig.local();
        }
        String certificate = settings.text(Settings.Key.OVSDB_TLS_CERT);
        String key = settings.text(Settings.Key.OVSDB_TLS_KEY);
        String ca = settings.text(Settings.Key.OVSDB_TLS_CA);
        boolean whole = List.of(certificate, key, ca).stream().noneMatch(String::isEmpty);
        if (!whole && choice.targets().stream().anyMatch(target -> target.scheme() == Scheme.SSL)) {
            throw new BadSetting("switches.ovsdb with ssl: needs switches.ovsdb_tls_cert, switches.ovsdb_tls_key and"
                    + " switches.ovsdb_tls_ca");
        }
        OvsdbTls tls = whole ? new OvsdbTls(Path.of(certificate), Path.of(key), Path.of(ca)) : null;
        return OvsdbConfig.at(choice.targets(), tls);
    }
}
