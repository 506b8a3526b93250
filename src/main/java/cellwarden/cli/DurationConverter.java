package cellwarden.cli;

import cellwarden.config.Amounts;
import cellwarden.config.ValueException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations on the command line, written as in the configuration: `500ms`, `10s`, `5m`, `1h`.
public final class DurationConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    try {
      return Amounts.duration(text);
    } catch (ValueException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
