package io.sentinelsdn.controller.rules;

/**
 * How frames leave a switch: by a group where there is one, else by the port.
 *
 * @param port 0 for not at all
 * @param group 0 for none
 */
public record Exit(int port, int group) {
    public static final Exit NONE = new Exit(0, 0);

    /** Whether an entry for the one does for the other. */
    public boolean isLike(Exit other) {
        return other != null && (group != 0 ? group == other.group : equals(other));
    }
}
