package io.millrace.app.yaml;

import java.util.Objects;

/** A text that must not be printed if it was fetched from somewhere safe; one written in the open is no secret. */
public final class Secret {
    /** What is printed in a secret's place. */
    public static final String MASK = "****";

    private final String text;
    private final boolean hidden;

    private Secret(final String text, final boolean hidden) {
        this.text = text;
        this.hidden = hidden;
    }

    /** Came from the environment or a file: printed as {@link #MASK}. */
    public static Secret hidden(final String text) {
        return new Secret(text, true);
    }

    /** Was written in the configuration itself, and may be printed. */
    public static Secret open(final String text) {
        return new Secret(text, false);
    }

    /** The text itself: for the one place that needs it, never for a log or a message. */
    public String reveal() {
        return text;
    }

    public boolean isHidden() {
        return hidden;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Secret that && hidden == that.hidden && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, hidden);
    }

    @Override
    public String toString() {
        return hidden ? MASK : text;
    }
}
