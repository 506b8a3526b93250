package cellwarden.cli.history;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.OptionTypes;
import cellwarden.config.Amounts;
import cellwarden.config.Nearest;
import cellwarden.config.ValueException;
import cellwarden.history.Grid;
import cellwarden.history.HistoryField;
import cellwarden.history.HistoryQuery;
import cellwarden.render.plot.Theme;
import cellwarden.render.table.CsvFormat.Decimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// What the user may say to `history`.
final class HistoryOptions {

  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Duration A_WEEK = Duration.ofDays(7);

  /// So many long intervals are shown unless the user says since when.
  private static final int LONG_INTERVALS = 12;

  private static final List<String> SAMPLE_TABLE =
      List.of("soc", "voltage", "current", "power", "cell_min", "cell_max", "temperatures");
  private static final List<String> INTERVAL_TABLE = List.of("soc", "voltage", "current");
  private static final List<String> INTERVALS =
      List.of("voltage", "current", "power", "soc", "cell_delta");
  private static final List<String> PLOT = List.of("soc", "voltage", "current", "cell_delta");

  /// The bars of a plot, beside the fields of a sample.
  private static final String ENERGY = "energy";

  @Parameters(
      arity = "0..1",
      paramLabel = "BATTERY",
      description = "Name of the battery; not needed where the journal has one.")
  private @Nullable String battery;

  @Option(
      names = "--since",
      paramLabel = "T",
      description =
          "From then on: so long ago (7d, 2w, 6mo), today, yesterday, 2026-06, 2026-06-01,"
              + " 2026-06-01T12:00; local time unless an offset follows.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "T", description = "Before then, said the same way.")
  private @Nullable String until;

  @Option(
      names = "--every",
      paramLabel = "D",
      description = "One row for each interval: 10m, 1h, 1d (a local day), 1w, 1mo, 1y.")
  private @Nullable String every;

  @Option(names = "--samples", description = "One row for each sample.")
  private boolean samples;

  @Option(
      names = "--faults",
      description = "What went wrong: faults, protections, gaps; of a week unless --since says.")
  private boolean faults;

  @Option(
      names = "--events",
      description =
          "What happened: protections, FETs, balancing, links; of a week unless --since says.")
  private boolean events;

  @Option(
      names = "--event",
      paramLabel = "ID",
      description = "An event, with the ten samples before it and the ten after it.")
  private @Nullable Long event;

  @Option(
      names = "--fields",
      paramLabel = "NAMES",
      split = ",",
      description = {
        "Which values, such as soc,voltage,cells.1,link.rssi; for a plot also cells,",
        "temperatures and energy."
      })
  private @Nullable List<String> fields;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = HistoryFormat.Converter.class,
      completionCandidates = HistoryFormat.Labels.class,
      description =
          "table, csv, json, jsonl, influx, png or svg (default: what the ending of --output says,"
              + " else table).")
  private @Nullable HistoryFormat format;

  @Option(
      names = "--decimal",
      paramLabel = "point|comma",
      converter = DecimalConverter.class,
      description =
          "How csv writes decimals; with comma, as some spreadsheets want it, semicolons stand between"
              + " the values (default: point).")
  private @Nullable Decimal decimal;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write to a file instead of standard output.")
  private @Nullable Path output;

  @Option(
      names = "--theme",
      paramLabel = "day|night",
      description = "Colours of a plot (default: day).")
  private @Nullable String theme;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "Time zone of days and tables, such as Europe/Berlin (default: this machine's).")
  private @Nullable String zone;

  @Option(
      names = "--no-index",
      description = "Read the whole journal and leave its summaries alone.")
  private boolean noIndex;

  /// What an answer consists of.
  enum View {
    SAMPLES,
    INTERVALS,
    FAULTS,
    EVENTS,
    EVENT
  }

  /// What the user asked for, checked.
  ///
  /// @param grid how time is cut into intervals; where it is empty, so that they fill a screen
  /// @param named whether the user said which fields; else they suit the format
  /// @param energy whether the user named the energy, which only a plot shows
  /// @param output empty is standard output
  /// @param event of the view of one event; else empty
  record Request(
      HistoryQuery query,
      View view,
      Optional<Grid> grid,
      boolean named,
      boolean energy,
      HistoryFormat format,
      Decimal decimal,
      Optional<Path> output,
      HistoryTime time,
      Theme theme,
      OptionalLong event) {

    List<HistoryField> fields() {
      return query.fields();
    }
  }

  boolean withSummaries() {
    return !noIndex;
  }

  /// Reads the names.
  static final class DecimalConverter implements ITypeConverter<Decimal> {
    @Override
    public Decimal convert(String text) {
      return Stream.of(Decimal.values())
          .filter(decimal -> decimal.name().equals(text.toUpperCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("expected point or comma, found '" + text + "'"));
    }
  }

  /// @throws CommandException if something makes no sense
  Request request(Instant now) {
    ZoneId place = zone();
    HistoryFormat chosen = format();
    View view = view(chosen);
    HistoryTime time = new HistoryTime(now, place);
    Optional<Grid> grid = grid(place);
    Instant end = until == null ? end(time) : time.parse("--until", until);
    Instant begin = since == null ? begin(view, grid, time, end) : time.parse("--since", since);
    if (!begin.isBefore(end)) {
      throw CommandException.usage("--since must be before --until");
    }
    return new Request(
        new HistoryQuery(Optional.ofNullable(battery), begin, end, fields(chosen, view)),
        view,
        grid,
        fields != null,
        names().contains(ENERGY),
        chosen,
        decimal(chosen),
        Optional.ofNullable(output),
        time,
        theme(chosen),
        event == null ? OptionalLong.empty() : OptionalLong.of(event));
  }

  /// People see intervals unless they ask for samples, or for fields of them.
  private View view(HistoryFormat chosen) {
    String list = faults ? "--faults" : events ? "--events" : event != null ? "--event" : "";
    if (!list.isEmpty() && (every != null || samples || (fields != null && event == null))) {
      throw CommandException.usage(list + " goes with neither --every nor --samples nor --fields");
    }
    if (Stream.of(faults, events, event != null).filter(said -> said).count() > 1) {
      throw CommandException.usage("--faults, --events and --event exclude each other");
    }
    if (samples && every != null) {
      throw CommandException.usage("--samples and --every exclude each other");
    }
    if ((samples || !list.isEmpty()) && chosen.isPlot()) {
      throw CommandException.usage(
          "a plot shows intervals; leave " + (samples ? "--samples" : list) + " out");
    }
    if (event != null) {
      checkEvent(chosen);
      return View.EVENT;
    }
    if (events) {
      return View.EVENTS;
    }
    if (faults) {
      return View.FAULTS;
    }
    boolean summary = chosen == HistoryFormat.TABLE && fields == null && !samples;
    return every != null || summary || chosen.isPlot() ? View.INTERVALS : View.SAMPLES;
  }

  private void checkEvent(HistoryFormat chosen) {
    if (since != null || until != null) {
      throw CommandException.usage(
          "--event finds its time by itself; leave --since and --until out");
    }
    if (chosen == HistoryFormat.CSV || chosen == HistoryFormat.INFLUX) {
      throw CommandException.usage(
          "--event has lines of several kinds; take --format table, json or jsonl");
    }
  }

  /// Until when, unless the user says so. Without any time it is about now: a sample of a clock
  /// that ran ahead does not count.
  private Instant end(HistoryTime time) {
    return since == null ? time.tomorrow() : HistoryQuery.END;
  }

  /// Since when, unless the user says so.
  private Instant begin(View view, Optional<Grid> grid, HistoryTime time, Instant end) {
    Instant from = until == null ? time.now() : end;
    if (view == View.FAULTS || view == View.EVENTS) {
      return from.minus(A_WEEK);
    }
    if (grid.isPresent() && grid.get().every().toDays() > 0) {
      long start = from.toEpochMilli() - 1;
      for (int i = 1; i < LONG_INTERVALS; i++) {
        start = grid.get().start(start) - 1;
      }
      return HistoryTime.within(Instant.ofEpochMilli(grid.get().start(start)));
    }
    boolean today = view == View.INTERVALS && grid.isEmpty() && until == null;
    return today && !format().isPlot() ? time.today() : from.minus(A_DAY);
  }

  private HistoryFormat format() {
    HistoryFormat chosen = format == null ? formatByName() : format;
    if (chosen.isPlot() && output == null && Console.Stream.OUTPUT.isTerminal()) {
      throw CommandException.usage(
          "a plot goes to a file; add --output history." + chosen.label() + " or redirect it");
    }
    return chosen;
  }

  private Decimal decimal(HistoryFormat chosen) {
    if (decimal != null && chosen != HistoryFormat.CSV) {
      throw CommandException.usage("--decimal is for csv; add --format csv or leave it out");
    }
    return decimal == null ? Decimal.POINT : decimal;
  }

  private HistoryFormat formatByName() {
    return output == null
        ? HistoryFormat.TABLE
        : HistoryFormat.ofFile(output)
            .orElseThrow(() ->
                CommandException.usage(
                    "--output: the ending of "
                        + output
                        + " is that of no format; add --format, or name it .csv, .json, .jsonl,"
                        + " .influx, .png, .svg or .txt"));
  }

  private Optional<Grid> grid(ZoneId place) {
    if (every == null) {
      return Optional.empty();
    }
    try {
      OptionalInt months = OptionTypes.months(every);
      return Optional.of(
          months.isPresent()
              ? Grid.ofMonths(months.getAsInt(), place)
              : Grid.of(Amounts.duration(every), place));
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--every: " + e.getMessage());
    } catch (ValueException e) {
      throw CommandException.usage("--every: " + e.getMessage() + "; 1mo and 1y do as well");
    }
  }

  private ZoneId zone() {
    try {
      return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw CommandException.usage(
          "--zone takes a time zone such as Europe/Berlin or UTC, not " + zone);
    }
  }

  private Theme theme(HistoryFormat chosen) {
    Theme named =
        switch (theme == null ? "day" : theme) {
          case "day" -> Theme.DAY;
          case "night" -> Theme.NIGHT;
          default -> throw CommandException.usage("--theme is day or night, not " + theme);
        };
    if (theme != null && !chosen.isPlot()) {
      throw CommandException.usage("--theme goes with a plot only, such as --output history.png");
    }
    return named;
  }

  private List<HistoryField> fields(HistoryFormat chosen, View view) {
    List<HistoryField> found = chosen.isPlot() ? plotted() : named(names());
    boolean numbers = view == View.INTERVALS;
    for (HistoryField field : found) {
      if (numbers && !field.numeric()) {
        String item =
            HistoryField.find(field.name() + ".1")
                .map(one -> "; name one of its items, such as " + one.name())
                .orElse("");
        String advice = item.isEmpty() ? "; leave --every out" : item + ", or leave --every out";
        throw CommandException.usage(
            "--fields: " + field.name() + " is no number" + (chosen.isPlot() ? item : advice));
      }
    }
    return fields == null ? usual(chosen, view) : found;
  }

  /// A list stands for its items.
  private List<HistoryField> plotted() {
    List<String> samples = names().stream().filter(name -> !name.equals(ENERGY)).toList();
    return named(samples).stream()
        .flatMap(field -> field.hasItems() ? field.items().stream() : Stream.of(field))
        .distinct()
        .toList();
  }

  private List<String> names() {
    return fields == null
        ? List.of()
        : fields.stream().map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
  }

  private List<HistoryField> named(List<String> names) {
    if (fields != null && names().isEmpty()) {
      throw CommandException.usage("--fields: name one at least, such as soc");
    }
    return names.stream().map(HistoryOptions::field).toList();
  }

  private static HistoryField field(String name) {
    return HistoryField.find(name)
        .orElseThrow(() ->
            CommandException.usage(
                "--fields: there is no "
                    + name
                    + Nearest.to(name, HistoryField.names())
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; the fields are " + String.join(", ", HistoryField.names()))));
  }

  private static List<HistoryField> usual(HistoryFormat chosen, View view) {
    if (chosen.isPlot()) {
      return HistoryField.of(PLOT);
    }
    boolean table = chosen == HistoryFormat.TABLE;
    if (view == View.INTERVALS) {
      return HistoryField.of(table ? INTERVAL_TABLE : INTERVALS);
    }
    return table ? HistoryField.of(SAMPLE_TABLE) : HistoryField.all();
  }
}
