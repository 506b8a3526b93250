package cellwarden.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How history is shown.
enum HistoryFormat {
  TABLE,
  CSV,
  JSON,
  JSONL,
  INFLUX,
  PNG,
  SVG;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isPlot() {
    return this == PNG || this == SVG;
  }

  /// The format that the ending of a file's name says.
  static Optional<HistoryFormat> ofFile(String name) {
    return Stream.of(values()).filter(format -> name.endsWith("." + format.label())).findFirst();
  }

  /// Reads the names.
  static final class Converter implements ITypeConverter<HistoryFormat> {
    @Override
    public HistoryFormat convert(String text) {
      return Stream.of(values())
          .filter(format -> format.label().equals(text))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "expected table, csv, json, jsonl, influx, png or svg, found '" + text + "'"));
    }
  }
}
