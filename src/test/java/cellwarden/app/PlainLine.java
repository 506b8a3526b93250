package cellwarden.app;

import cellwarden.battery.SampleLog;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A sample of the journal as the plainest of readers finds it: each line that is a whole object
/// with a number, a time and a battery.
///
/// @param text the line, a character for each byte
record PlainLine(long seq, Instant time, String battery, String text, JsonObject json) {

  private static final String CURRENT = "bms_data.jsonl";
  private static final Map<String, Optional<PlainLine>> KNOWN = new ConcurrentHashMap<>();

  /// All samples in the order of writing, which that of the names is in these tests.
  static List<PlainLine> all(Path folder) throws IOException {
    List<PlainLine> all = new ArrayList<>();
    for (String line : lines(folder)) {
      of(line).ifPresent(all::add);
    }
    return all;
  }

  /// All whole lines, whatever they are.
  static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(folder)) {
      lines.addAll(linesOf(file));
    }
    return lines;
  }

  /// The files of the journal in the order of writing.
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> name(file).matches("bms_data(-.*)?\\.jsonl(\\.gz)?"))
          .sorted(
              Comparator.<Path, Boolean>comparing(file -> name(file).equals(CURRENT))
                  .thenComparing(file -> name(file).replaceFirst("\\.jsonl.*", "")))
          .toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// Of a compressed file that is damaged, those before the first that is no object.
  static List<String> linesOf(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!name(file).endsWith(".gz")) {
      return cut(bytes);
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return cut(in.readAllBytes());
    } catch (IOException e) {
      return cut(beforeDamage(bytes)).stream().takeWhile(line -> object(line).isPresent()).toList();
    }
  }

  /// Byte by byte, so that nothing before the damage is missed.
  private static byte[] beforeDamage(byte[] zipped) {
    ByteArrayOutputStream unzipped = new ByteArrayOutputStream();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        unzipped.write(next);
      }
    } catch (IOException e) {
      // Here it is.
    }
    return unzipped.toByteArray();
  }

  /// Whether all that is compressed can be unzipped: a bit of its head may not matter.
  static boolean areWhole(Path folder) throws IOException {
    for (Path file : files(folder)) {
      if (name(file).endsWith(".gz")) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          in.transferTo(OutputStream.nullOutputStream());
        } catch (ZipException | EOFException e) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<String> cut(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    return whole.isEmpty() ? List.of() : List.of(whole.split("\n", 0));
  }

  private static Optional<JsonObject> object(String line) {
    try {
      return line.startsWith("{")
          ? Optional.of(JsonObject.parse(line.getBytes(StandardCharsets.ISO_8859_1)))
          : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /// Each line is looked at once: most are the same in all damaged journals.
  static Optional<PlainLine> of(String line) {
    return KNOWN.computeIfAbsent(line, PlainLine::parse);
  }

  private static Optional<PlainLine> parse(String line) {
    Optional<JsonObject> json = object(line);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    long seq = json.get().whole("seq").orElse(0);
    Optional<Instant> time = json.get().text("time").flatMap(PlainLine::instant);
    Optional<String> battery = json.get().text("battery");
    return SampleLog.isSeq(seq) && time.isPresent() && battery.isPresent()
        ? Optional.of(new PlainLine(seq, time.get(), battery.get(), line, json.get()))
        : Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.ofEpochMilli(Instant.parse(text).toEpochMilli()));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /// A value, on and off as 1 and 0; `temperatures.1` is the first of a list.
  OptionalDouble number(String field) {
    int dot = field.indexOf('.');
    Object value =
        dot < 0
            ? json.value(field).orElse("")
            : json.list(field.substring(0, dot))
                .filter(list -> !list.isEmpty())
                .map(list -> (Object) String.valueOf(list.getFirst()))
                .map(first ->
                    first.toString().matches("-?[0-9.]+(E-?[0-9]+)?")
                        ? (Object) Double.valueOf(first.toString())
                        : "")
                .orElse("");
    double number =
        switch (value) {
          case Number known -> known.doubleValue();
          case Boolean flag -> flag ? 1 : 0;
          default -> Double.NaN;
        };
    return Math.abs(number) <= 1e9 ? OptionalDouble.of(number) : OptionalDouble.empty();
  }
}
