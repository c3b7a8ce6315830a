package io.sentinelsdn.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was sent with a change, short enough to be kept and without secrets. Stateless. */
final class AuditText {
    private static final int MOST_BYTES = 4_096;
    private static final int LONGEST = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditText() {}

    /** A JSON body on one line with secrets hidden, or the size of anything else. */
    static String of(boolean isJson, byte[] body) {
        if (body.length == 0) {
            return "";
        }
        if (!isJson || body.length > MOST_BYTES) {
            return body.length + " bytes";
        }
        try {
            JsonNode node = JSON.readTree(body);
            hide(node);
            String text = JSON.writeValueAsString(node);
            String clean = text.codePoints()
                    .map(c -> Character.isISOControl(c) || Problem.isLoneSurrogate(c) ? ' ' : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
        } catch (JsonProcessingException notJson) {
            return body.length + " bytes";
        } catch (IOException neverInMemory) {
            return "";
        }
    }

    private static void hide(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (isSecret(name.toLowerCase(Locale.ROOT))) {
                    object.put(name, "hidden");
                }
            }
        }
        node.forEach(AuditText::hide);
    }

    private static boolean isSecret(String name) {
        return name.contains("secret")
                || (name.contains("token") && !name.endsWith("lifetime"))
                || name.contains("password")
                || name.contains("webhook")
                || name.contains("slack")
                || name.endsWith("key");
    }
}
