package cellwarden.render.table;

import cellwarden.render.table.Look.Style;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A table for people. The first rows decide how wide the columns are, and which there is room for.
public final class TableFormat implements RowFormat {

  private static final int ROWS_TO_MEASURE = 200;
  private static final String MARK = "*";
  private static final String EXPLANATION =
      "* The clock was not set yet, or the value cannot be or contradicts another one.";
  private static final int LEAST_BAR = 6;
  private static final int LONGEST_BAR = 20;

  private final Writer out;
  private final List<Column> columns;
  private final Function<Instant, String> times;
  private final Fit fit;
  private final List<Line> measured = new ArrayList<>();
  private int[] widths;
  private List<Integer> shown;
  private Optional<EnergyBars> bars = Optional.empty();
  private boolean begun;
  private boolean marked;

  /// How a table is made to fit.
  ///
  /// @param leaveOut names of the columns that go first where there is no room, in this order and
  ///   those of a set together; [#BARS] among them. After them the others go, from the last one on
  /// @param in name of the column that bars show to the right; empty for no bars
  /// @param out the same to the left
  /// @param alarms names of the columns where a list that is not empty is bad news
  /// @param hint what is said below; may be empty
  public record Fit(
      Look look,
      List<Set<String>> leaveOut,
      String in,
      String out,
      Set<String> alarms,
      String hint) {

    /// Stands for the bars among the names of columns.
    public static final String BARS = "bars";

    /// Everything as wide as it is.
    public static final Fit ANY = new Fit(Look.PLAIN, List.of(), "", "", Set.of(), "");
  }

  /// A row that is not written yet.
  private record Line(String head, List<String> cells, double in, double out) {}

  /// Writes nothing yet.
  ///
  /// @param times writes the time of a row
  public TableFormat(Writer out, List<Column> columns, Function<Instant, String> times, Fit fit) {
    this.out = out;
    this.columns = List.copyOf(columns);
    this.times = times;
    this.fit = fit;
    this.widths = new int[columns.size() + 1];
    this.shown = IntStream.range(0, columns.size()).boxed().toList();
  }

  @Override
  public void row(Row row) throws IOException {
    add(line(times.apply(row.time()), row));
  }

  @Override
  public void total(Row row) throws IOException {
    Line line = line("Total", row);
    add(new Line(line.head(), line.cells(), 0, 0));
  }

  private void add(Line line) throws IOException {
    if (begun) {
      write(line);
      return;
    }
    measured.add(line);
    if (measured.size() > ROWS_TO_MEASURE) {
      begin(false);
    }
  }

  private Line line(String head, Row row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String text =
          ValueText.forPeople(
              row.values().get(i), "-", " ", value -> ValueText.number(value, column.digits()));
      boolean alarm =
          fit.alarms().contains(column.name())
              && row.values().get(i) instanceof List<?> list
              && !list.isEmpty();
      String cell = marked(row, column.name(), text);
      cells.add(alarm ? fit.look().paint(Style.ALARM, cell) : cell);
    }
    return new Line(
        marked(row, "time", head), cells, number(row, fit.in()), number(row, fit.out()));
  }

  private String marked(Row row, String column, String text) {
    boolean doubtful = row.doubtful().contains(column);
    marked |= doubtful;
    return doubtful ? fit.look().paint(Style.DOUBTFUL, text + MARK) : text;
  }

  private double number(Row row, String name) {
    int at = columns.stream().map(Column::name).toList().indexOf(name);
    return at >= 0 && row.values().get(at) instanceof Number number ? number.doubleValue() : 0;
  }

  /// @param whole whether these are all rows
  private void begin(boolean whole) throws IOException {
    begun = true;
    int room = fit.look().width();
    boolean wantsBars = whole && room > 0 && !fit.in().isEmpty();
    int least = wantsBars ? barWidth(LEAST_BAR) : 0;
    if (room > 0 && measure(false) + least > room) {
      for (Set<String> names : leaveOut()) {
        if (measure(true) + least <= room || shown.size() == 1) {
          break;
        }
        if (names.contains(Fit.BARS)) {
          wantsBars = false;
          least = 0;
        }
        shown = shown.stream().filter(i -> !names.contains(columns.get(i).name())).toList();
      }
    }
    boolean wraps = room > 0 && measure(false) + least > room;
    int width = measure(wraps);
    if (wantsBars) {
      bars = Optional.of(bars(Math.min(LONGEST_BAR, (room - width - barWidth(0)) / 2)));
    }
    writeHeadings(wraps);
    for (Line line : measured) {
      write(line);
    }
  }

  private EnergyBars bars(int half) {
    double most =
        measured.stream().mapToDouble(line -> Math.max(line.in(), line.out())).max().orElse(0);
    return new EnergyBars(half, most, fit.look());
  }

  private static int barWidth(int half) {
    return TextTable.GAP.length() + 2 * half + 1;
  }

  private List<Set<String>> leaveOut() {
    List<Set<String>> names = new ArrayList<>(fit.leaveOut());
    columns.reversed().forEach(column -> names.add(Set.of(column.name())));
    return names;
  }

  /// Sets how wide the columns are.
  ///
  /// @param wraps whether headings may take several lines
  /// @return of all columns that are shown
  private int measure(boolean wraps) {
    Arrays.fill(widths, "Time".length());
    for (Line line : measured) {
      widths[0] = Math.max(widths[0], Look.length(line.head()));
    }
    for (int i : shown) {
      widths[i + 1] = widest(columns.get(i).label(), wraps);
      for (Line line : measured) {
        widths[i + 1] = Math.max(widths[i + 1], Look.length(line.cells().get(i)));
      }
    }
    for (List<Integer> group : groups()) {
      int missing = widest(columns.get(group.getFirst()).group(), wraps) - width(group);
      widths[group.getFirst() + 1] += Math.max(0, missing);
    }
    return widths[0] + TextTable.GAP.length() + width(shown);
  }

  /// @param wraps whether it may take two lines
  private static int widest(String heading, boolean wraps) {
    int width = wraps ? 1 : heading.length();
    while (Look.wrap(heading, width).stream().anyMatch(wider(width))
        || Look.wrap(heading, width).size() > 2) {
      width++;
    }
    return width;
  }

  private static Predicate<String> wider(int width) {
    return line -> line.length() > width;
  }

  private int width(List<Integer> group) {
    return group.stream().mapToInt(i -> widths[i + 1] + TextTable.GAP.length()).sum()
        - TextTable.GAP.length();
  }

  /// The columns that are shown, those of one heading together.
  private List<List<Integer>> groups() {
    List<List<Integer>> groups = new ArrayList<>();
    for (int i : shown) {
      String group = columns.get(i).group();
      if (groups.isEmpty()
          || group.isEmpty()
          || !columns.get(groups.getLast().getFirst()).group().equals(group)) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(i);
    }
    return groups;
  }

  private void writeHeadings(boolean wraps) throws IOException {
    List<List<Integer>> groups = groups();
    if (groups.stream().anyMatch(group -> !columns.get(group.getFirst()).group().isEmpty())) {
      writeHeading(
          "",
          groups.stream().map(group -> columns.get(group.getFirst()).group()).toList(),
          groups.stream().map(this::width).toList(),
          wraps);
    }
    writeHeading(
        "Time",
        shown.stream().map(i -> columns.get(i).label()).toList(),
        shown.stream().map(i -> widths[i + 1]).toList(),
        wraps);
  }

  /// Writes headings that stand right and low over their columns.
  private void writeHeading(String first, List<String> headings, List<Integer> room, boolean wraps)
      throws IOException {
    List<List<String>> texts = new ArrayList<>();
    for (int i = 0; i < headings.size(); i++) {
      texts.add(wraps ? Look.wrap(headings.get(i), room.get(i)) : List.of(headings.get(i)));
    }
    int lines = texts.stream().mapToInt(List::size).max().orElse(0);
    for (int n = lines; n > 0; n--) {
      StringBuilder line = new StringBuilder(n == 1 ? first : "");
      line.repeat(' ', widths[0] - line.length());
      for (int i = 0; i < texts.size(); i++) {
        List<String> text = texts.get(i);
        String part = text.size() < n ? "" : text.get(text.size() - n);
        line.append(TextTable.GAP).repeat(' ', room.get(i) - part.length()).append(part);
      }
      if (n == 1 && bars.isPresent() && !first.isEmpty()) {
        line.append(barHeading());
      }
      out.write(fit.look().paint(Style.HEADING, line.toString().stripTrailing()) + "\n");
    }
  }

  private String barHeading() {
    String left = "out";
    int half = bars.map(EnergyBars::half).orElse(0);
    return TextTable.GAP + " ".repeat(Math.max(0, half - left.length())) + left + "│in";
  }

  private void write(Line line) throws IOException {
    StringBuilder text = new StringBuilder(line.head());
    text.repeat(' ', Math.max(0, widths[0] - Look.length(line.head())));
    for (int i : shown) {
      String cell = line.cells().get(i);
      text.append(TextTable.GAP)
          .repeat(' ', Math.max(0, widths[i + 1] - Look.length(cell)))
          .append(cell);
    }
    boolean summedUp = line.head().startsWith("Total");
    bars.filter(_ -> !summedUp)
        .ifPresent(all -> text.append(TextTable.GAP).append(all.bar(line.in(), line.out())));
    String whole = text.toString().stripTrailing();
    out.write((summedUp ? fit.look().paint(Style.HEADING, whole) : whole) + "\n");
  }

  @Override
  public void end() throws IOException {
    if (!begun && !measured.isEmpty()) {
      begin(true);
    }
    List<String> notes = new ArrayList<>();
    if (marked) {
      notes.add(EXPLANATION);
    }
    int missing = columns.size() - shown.size();
    if (missing > 0) {
      notes.add(
          (missing == 1 ? "1 column" : missing + " columns")
              + " more: --fields NAMES, a wider terminal, or '| less -S'.");
    }
    if (begun && !fit.hint().isEmpty()) {
      notes.add(fit.hint());
    }
    out.write(notes.isEmpty() ? "" : "\n");
    for (String note : notes) {
      for (String line : fit.look().wrapped(note)) {
        out.write(fit.look().paint(Style.ASIDE, line) + "\n");
      }
    }
    out.flush();
  }
}
