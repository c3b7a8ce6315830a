package io.sentinelsdn.cli.profile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Reads a profile, token by token, so that every complaint can name its line. */
public final class ProfileReader {
    /** Profiles that ship with the program. */
    public static final List<String> SHIPPED = List.of("single", "linear", "tree", "campus", "datacenter", "bench");

    private static final long MOST_BYTES = 1 << 20;

    private ProfileReader() {}

    /**
     * Reads a shipped profile by name, or a file, into the settings.
     *
     * @throws BadSetting with file, line and what is allowed
     */
    public static void read(String nameOrFile, Settings into) {
        if (SHIPPED.contains(nameOrFile)) {
            String resource = "/io/sentinelsdn/cli/profiles/" + nameOrFile + ".yaml";
            try (InputStream in = ProfileReader.class.getResourceAsStream(resource)) {
                parse(in, nameOrFile, into);
            } catch (IOException broken) {
                throw new IllegalStateException("profile in the program is unreadable: " + nameOrFile, broken);
            }
        } else {
            readFile(Path.of(nameOrFile), into);
        }
        into.profile(nameOrFile);
    }

    private static void readFile(Path file, Settings into) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
                throw new BadSetting(file + ": a profile has at most " + MOST_BYTES + " bytes");
            }
            try (InputStream in = Files.newInputStream(file)) {
                parse(in, file.toString(), into);
            }
        } catch (NoSuchFileException missing) {
            throw new BadSetting(
                    "--profile must be one of " + String.join(", ", SHIPPED) + " or a YAML file, not '" + file + "'");
        } catch (IOException unreadable) {
            throw new BadSetting(file + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private static void parse(InputStream in, String file, Settings into) throws IOException {
        try (JsonParser yaml = new YAMLFactory().createParser(in)) {
            JsonToken first = yaml.nextToken();
            if (first == null) {
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                throw new BadSetting(where(file, yaml) + ": a profile is a map with the keys " + sections());
            }
            Set<String> seen = new HashSet<>();
            while (yaml.nextToken() == JsonToken.FIELD_NAME) {
                String section = yaml.currentName();
                once(seen, section, file, yaml);
                yaml.nextToken();
                readSection(section, yaml, file, into);
            }
        } catch (JsonProcessingException notYaml) {
            int line = notYaml.getLocation() == null ? 0 : notYaml.getLocation().getLineNr();
            throw new BadSetting(file + ":" + line + ": not YAML: "
                    + notYaml.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private static void readSection(String section, JsonParser yaml, String file, Settings into) throws IOException {
        if (section.equals("name") || section.equals("description")) {
            if (!yaml.currentToken().isScalarValue()) {
                throw new BadSetting(where(file, yaml) + ": " + section + " must be text");
            }
            return;
        }
        if (section.equals("slices")) {
            into.slices(ProfileSlices.read(yaml, file));
            return;
        }
        if (Arrays.stream(Settings.Key.values()).noneMatch(key -> key.path().startsWith(section + "."))) {
            throw new BadSetting(where(file, yaml) + ": unknown key '" + section + "'; allowed: " + sections());
        }
        if (yaml.currentToken() != JsonToken.START_OBJECT) {
            throw new BadSetting(where(file, yaml) + ": " + section + " must be a map with the keys " + keys(section));
        }
        Set<String> seen = new HashSet<>();
        while (yaml.nextToken() == JsonToken.FIELD_NAME) {
            String path = section + "." + yaml.currentName();
            once(seen, path, file, yaml);
            Settings.Key key = Arrays.stream(Settings.Key.values())
                    .filter(candidate -> candidate.path().equals(path))
                    .findFirst()
                    .orElseThrow(() -> new BadSetting(
                            where(file, yaml) + ": unknown key '" + path + "'; allowed: " + keys(section)));
            yaml.nextToken();
            String where = where(file, yaml);
            into.put(key, value(yaml, where, key), where);
        }
    }

    /** A scalar as text, or a list of scalars joined by commas. */
    private static String value(JsonParser yaml, String where, Settings.Key key) throws IOException {
        if (yaml.currentToken().isScalarValue()) {
            return yaml.getText();
        }
        if (yaml.currentToken() != JsonToken.START_ARRAY) {
            throw new BadSetting(where + ": " + key.path() + " must be " + key.allowed());
        }
        StringJoiner list = new StringJoiner(",");
        while (yaml.nextToken() != JsonToken.END_ARRAY) {
            if (!yaml.currentToken().isScalarValue()) {
                throw new BadSetting(where + ": " + key.path() + " must be " + key.allowed());
            }
            list.add(yaml.getText());
        }
        return list.toString();
    }

    private static void once(Set<String> seen, String path, String file, JsonParser yaml) {
        if (!seen.add(path)) {
            throw new BadSetting(where(file, yaml) + ": key '" + path + "' is there twice");
        }
    }

    private static String where(String file, JsonParser yaml) {
        return file + ":" + yaml.currentTokenLocation().getLineNr();
    }

    private static String sections() {
        Set<String> sections = new TreeSet<>(List.of("name", "description", "slices"));
        for (Settings.Key key : Settings.Key.values()) {
            sections.add(key.path().substring(0, key.path().indexOf('.')));
        }
        return String.join(", ", sections);
    }

    private static String keys(String section) {
        StringJoiner keys = new StringJoiner(", ");
        for (Settings.Key key : Settings.Key.values()) {
            if (key.path().startsWith(section + ".")) {
                keys.add(key.path().substring(section.length() + 1));
            }
        }
        return keys.toString();
    }
}
