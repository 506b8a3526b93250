package cellwarden.cli.history;

import java.nio.file.Path;
import java.util.Iterator;
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

  /// The format that the ending of a file's name says: a table where there is none or `.txt`.
  ///
  /// @return empty for any other ending
  static Optional<HistoryFormat> ofFile(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String ending = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    if (dot <= 0 || ending.equals("txt")) {
      return Optional.of(TABLE);
    }
    return Stream.of(values()).filter(format -> format.label().equals(ending)).findFirst();
  }

  /// All names.
  static final class Labels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(values()).map(HistoryFormat::label).iterator();
    }
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
