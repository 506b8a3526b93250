package cellwarden.cli;

import cellwarden.config.ValueException;
import cellwarden.config.ValueTypes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Names of batteries on the command line, under the rules of the configuration.
public final class BatteryNameConverter implements ITypeConverter<String> {

  @Override
  public String convert(String text) {
    try {
      return ValueTypes.batteryName(text);
    } catch (ValueException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
