package cellwarden.cli.history;

import cellwarden.history.Episode;
import cellwarden.render.table.Look;
import cellwarden.render.table.Look.Style;
import cellwarden.render.table.RowFormat.Column;
import cellwarden.render.table.RowFormat.Row;
import cellwarden.render.table.TextTable;
import cellwarden.text.Printable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What went wrong, as rows.
final class FaultTable {

  static final List<Column> COLUMNS =
      List.of(
          new Column("seconds", "", "", 3, false),
          new Column("over", "", "", 0, false),
          new Column("begun", "", "", 0, false),
          new Column("kind", "", "", 0, false),
          new Column("what", "", "", 0, false),
          new Column("detail", "", "", 0, false),
          new Column("times", "", "", 0, false));

  private static final double MILLIS = 1000;

  private FaultTable() {}

  static Row row(Episode episode) {
    return new Row(
        episode.from(),
        episode.battery(),
        Arrays.asList(
            episode.length().toMillis() / MILLIS,
            episode.over(),
            episode.begun(),
            episode.kind().name().toLowerCase(Locale.ROOT),
            episode.what(),
            episode.detail(),
            episode.times()));
  }

  /// @param named whether each row says which battery it is
  static void print(
      List<Episode> episodes, boolean named, HistoryTime time, Look look, PrintStream out) {
    TextTable table = TextTable.of(0, 0, 0);
    table.row("Since", "For", "What");
    for (Episode episode : episodes) {
      String what = words(episode);
      table.row(
          time.text(episode.from()),
          (episode.begun() ? "" : "over ") + length(episode.length()),
          (named ? Printable.of(episode.battery()) + ": " : "")
              + (episode.over() ? what : look.paint(Style.ALARM, what + ", not over")));
    }
    table.print(out, look);
    out.flush();
  }

  private static String words(Episode episode) {
    String what = Printable.of(episode.what());
    return switch (episode.kind()) {
      case FAULT ->
          what
              + " ("
              + (episode.times() == 1 ? "1 poll" : episode.times() + " polls")
              + "): "
              + Printable.of(episode.detail());
      case PROTECTION -> "protection " + what;
      case SUSPECT -> "suspect " + what;
      case SILENCE -> "nothing journalled; the program or the machine did not run";
      case JOURNAL ->
          "journal could not be written, "
              + (episode.times() == 1 ? "1 sample is" : episode.times() + " samples are")
              + " missing";
    };
  }

  /// The two largest units.
  static String length(Duration length) {
    long seconds = length.toSeconds();
    if (length.toDays() > 0) {
      return length.toDays() + " d " + length.toHoursPart() + " h";
    }
    if (length.toHours() > 0) {
      return length.toHours() + " h " + length.toMinutesPart() + " min";
    }
    return length.toMinutes() > 0
        ? length.toMinutes() + " min " + length.toSecondsPart() + " s"
        : seconds + " s";
  }
}
