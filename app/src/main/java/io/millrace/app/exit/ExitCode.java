package io.millrace.app.exit;

/** What the process tells its caller. The numbers are documented and do not change. */
public enum ExitCode {
    OK(0, "done, or balanced"),
    FAILED(1, "failed, or not balanced"),
    USAGE(2, "bad configuration or usage; nothing was started"),
    CANNOT_START(3, "cannot start: a port is busy, JVM flags are missing, a broker does not answer"),
    STORAGE(4, "the journal or a disk failed");

    private final int code;
    private final String meaning;

    ExitCode(final int code, final String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** For the help text: when a run ends with this code. */
    public String meaning() {
        return meaning;
    }
}
