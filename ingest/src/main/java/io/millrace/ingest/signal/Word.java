package io.millrace.ingest.signal;

import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A text as a machine says it, without blanks around it, and what it means where it stands for a state or a mode. Not thread-safe. */
public final class Word {
    /** No value. */
    public static final Word NOTHING = new Word("", MachineState.UNKNOWN, Mode.UNKNOWN);

    private final String text;
    private final MachineState state;
    private final Mode mode;
    private byte @Nullable [] utf8;

    Word(final String text, final MachineState state, final Mode mode) {
        this.text = text;
        this.state = state;
        this.mode = mode;
    }

    public String text() {
        return text;
    }

    /** Not to be changed. */
    public byte[] utf8() {
        byte[] bytes = utf8;
        if (bytes == null) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
            utf8 = bytes;
        }
        return bytes;
    }

    public MachineState state() {
        return state;
    }

    public Mode mode() {
        return mode;
    }
}
