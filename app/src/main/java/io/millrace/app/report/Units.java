package io.millrace.app.report;

import java.math.BigDecimal;

/** Quantities for people. */
public final class Units {
    private Units() {}

    /** @return thousandths as a plain decimal number: 12500 is {@code 12.5} */
    public static String text(final long milli) {
        return BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
    }
}
