package io.millrace.ingest.http;

import java.util.List;
import java.util.Map;

/** Why a request is not answered with 202, for the one who sent it. Carries no stack trace: bad requests are ordinary. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;
    private final transient List<LineFault> faults;

    /** @param detail what to do about it */
    Refusal(final int status, final String detail) {
        this(status, detail, Map.of(), List.of());
    }

    Refusal(final int status, final String detail, final Map<String, String> headers, final List<LineFault> faults) {
        super(detail, null, false, false);
        this.status = status;
        this.headers = headers;
        this.faults = faults;
    }

    static Refusal until(final int status, final long retryAfterSeconds, final String detail) {
        return new Refusal(status, detail, Map.of("Retry-After", Long.toString(retryAfterSeconds)), List.of());
    }

    int status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    Map<String, String> headers() {
        return headers;
    }

    List<LineFault> faults() {
        return faults;
    }
}
