package cellwarden.history;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// Journals made by hand.
public final class Lines {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Lines() {}

  /// A sample with the values that the tests look at.
  public static String sample(
      long seq, Instant time, String battery, double voltage, double power, int soc) {
    return String.format(
        Locale.ROOT,
        "{\"seq\":%d,\"time\":\"%s\",\"battery\":\"%s\",\"voltage\":%s,\"current\":%s,\"power\":%s,\"soc\":%d,"
            + "\"cells\":[3.328,3.327],\"temperatures\":[21.4,20.9],\"charge_fet\":true,"
            + "\"hardware_version\":\"JBD, \\\"4S\\\"\",\"link\":{\"attempts\":1,\"connect_ms\":412,\"rssi\":-61}}",
        seq,
        TIME.format(time),
        battery,
        voltage,
        power / 10,
        power,
        soc);
  }

  static String sample(long seq, String time, double power) {
    return sample(seq, Instant.parse(time), "a", 13.3, power, 50);
  }

  /// The same sample with counters.
  ///
  /// @param charged Wh
  /// @param discharged Wh
  /// @param covered s
  static String counted(String sample, double charged, double discharged, double covered) {
    return sample.replace(
        ",\"link\"",
        String.format(
            Locale.ROOT,
            ",\"energy_charged\":%.4f,\"energy_discharged\":%.4f,\"charge_in\":0.0,\"charge_out\":0.0,"
                + "\"energy_covered\":%.3f,\"link\"",
            charged,
            discharged,
            covered));
  }

  static String fault(String time) {
    return "{\"time\":\""
        + time
        + "\",\"battery\":\"a\",\"fault\":{\"kind\":\"no_response\",\"detail\":\"-\"}}";
  }

  /// Appends lines, each with its end.
  static void append(Path file, List<String> lines) throws IOException {
    appendText(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  static void appendText(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  static void compress(Path file) throws IOException {
    Path compressed = file.resolveSibling(file.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      out.write(Files.readString(file).getBytes(StandardCharsets.UTF_8));
    }
    Files.delete(file);
  }

  /// Notes what was said.
  public static final class Watcher implements HistoryWatcher {

    final List<String> notes = new ArrayList<>();
    long read;

    @Override
    public void read(long bytes, long of) {
      read = bytes;
    }

    @Override
    public void note(String text) {
      notes.add(text);
    }
  }

  static HistoryQuery everything(String battery, String... fields) {
    return new HistoryQuery(
        battery.isEmpty() ? Optional.empty() : Optional.of(battery),
        HistoryQuery.BEGINNING,
        HistoryQuery.END,
        HistoryField.of(List.of(fields)));
  }

  static List<Interval> intervals(History history, HistoryQuery query, Grid grid)
      throws HistoryException, IOException, InterruptedException {
    List<Interval> intervals = new ArrayList<>();
    history.intervals(query, grid, intervals::add);
    return intervals;
  }

  static List<SampleRow> samples(History history, HistoryQuery query)
      throws HistoryException, IOException, InterruptedException {
    List<SampleRow> rows = new ArrayList<>();
    history.samples(query, rows::add);
    return rows;
  }
}
