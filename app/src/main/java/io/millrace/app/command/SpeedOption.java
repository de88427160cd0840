package io.millrace.app.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many times as fast as recorded: {@code 1x}, {@code 60x}, {@code 0.5x}; {@code max} is 0, as fast as possible. */
public final class SpeedOption implements ITypeConverter<Double> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)x");

    @Override
    public Double convert(final String text) {
        if (text.equals("max")) {
            return 0.0;
        }
        final Matcher form = FORM.matcher(text);
        final double factor = form.matches() ? Double.parseDouble(form.group(1)) : 0;
        if (factor == 0) {
            throw new TypeConversionException(
                    "'" + text + "' is not a speed: write 1x (as recorded), 60x (a minute in a second) or max");
        }
        return factor;
    }
}
