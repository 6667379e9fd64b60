package org.vmturntable.cli.verb;

import org.vmturntable.cli.show.Amounts;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 900M} on the command line. */
final class RateConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return Amounts.parseRate(text);
        } catch (IllegalArgumentException noRate) {
            throw new TypeConversionException(String.valueOf(noRate.getMessage()));
        }
    }
}
