package io.sentinelsdn.api.alert;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.mitigate.MitigationMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * News of an attack.
 *
 * @param kind what is new
 * @param detection as it is now
 * @param mode how far mitigation may go; unless {@code auto} nothing was done by itself, and the words say so
 * @param note what a person should know beside, or null
 */
record Alert(Kind kind, Detection detection, MitigationMode mode, String note) {
    Alert(Kind kind, Detection detection, MitigationMode mode) {
        this(kind, detection, mode, null);
    }

    enum Kind {
        START,
        UPDATE,
        END;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private String target() {
        return detection.evidence().hasTarget() ? detection.evidence().target().toString() : "the network itself";
    }

    /** One line. */
    String title() {
        String what = switch (kind) {
            case START -> "begins";
            case UPDATE -> "goes on";
            case END -> "is over";
        };
        String dry = mode == MitigationMode.AUTO ? "" : "[dry run] ";
        return dry + detection.severity().wireName() + " " + detection.type().wireName() + " against " + target() + " "
                + what;
    }

    /** Some lines. */
    String text() {
        String done = mode == MitigationMode.AUTO
                ? (detection.actions().isEmpty() ? "Nothing was done yet." : "Done: " + detection.actions())
                : "Dry run (mitigation_mode " + mode.wireName() + "): nothing was done by itself. Would be done: "
                        + detection.actions();
        String text = String.format(
                Locale.ROOT,
                "%s%nPeak %.0f packets/s, %.0f bit/s. Status %s, confidence %.2f, since %s.%n%s%n%s",
                title(),
                detection.peakPps(),
                detection.peakBps(),
                detection.status().wireName(),
                detection.confidence(),
                detection.startedAt(),
                detection.explanation().sentence(),
                done);
        return note == null ? text : text + System.lineSeparator() + note;
    }

    /** The same for machines. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", kind.wireName());
        json.put("dry_run", mode != MitigationMode.AUTO);
        json.put("title", title());
        json.put("detection_id", detection.id());
        json.put("attack_type", detection.type().wireName());
        json.put("severity", detection.severity().wireName());
        json.put("status", detection.status().wireName());
        json.put("target", detection.evidence().hasTarget() ? target() : null);
        json.put("confidence", detection.confidence());
        json.put("peak_pps", detection.peakPps());
        json.put("peak_bps", detection.peakBps());
        json.put("started_at", detection.startedAt().toString());
        json.put(
                "ended_at",
                detection.endedAt() == null ? null : detection.endedAt().toString());
        json.put("mitigation_actions", detection.actions());
        json.put("note", note);
        return json;
    }
}
