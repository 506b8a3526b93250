package cellwarden.cli.watch;

import cellwarden.battery.Metric;
import cellwarden.render.table.Look.Style;
import cellwarden.render.table.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The cells of a battery, each with its voltage as a bar.
///
/// @param width columns of the screen
record CellBars(int width) {

  /// Columns of the number and the voltage before a bar, and of what is said after it.
  private static final int CELL_LABEL = 13;

  private static final int CELL_NOTE = 14;
  private static final int LONGEST_CELL_BAR = 30;
  private static final int LEAST_CELL_BAR = 4;

  /// As on the page: the scale shows differences, and does not make mountains of millivolts.
  private static final double LEAST_SPAN = 0.02;

  private static final double SPAN_SHOWN = 1.6;

  /// The cells with their bars, in so many columns that they fit.
  ///
  /// @param room lines that there are
  List<ScreenLine> lines(SeenSample reading, int room) {
    List<@Nullable Object> cells = reading.list(Metric.CELLS);
    List<ScreenLine> lines = new ArrayList<>();
    if (cells.isEmpty() || room < 1) {
      return lines;
    }
    lines.add(
        new ScreenLine(width)
            .add("Cells  ")
            .add(reading.text(Metric.CELL_MIN))
            .add(" to " + reading.text(Metric.CELL_MAX))
            .add(", spread " + reading.text(Metric.CELL_DELTA)));
    int most = Math.max(1, width / (CELL_LABEL + LEAST_CELL_BAR));
    int columns = Math.min(most, Math.ceilDiv(cells.size(), Math.max(1, room - 1)));
    int rows = Math.ceilDiv(cells.size(), columns);
    int wide = width / columns;
    for (int row = 0; row < Math.min(rows, room - 1); row++) {
      ScreenLine line = new ScreenLine(width);
      for (int column = 0; column < columns && column * rows + row < cells.size(); column++) {
        line.add(" ".repeat(Math.max(0, column * wide - (width - line.left()))));
        addCell(line, reading, column * rows + row + 1, wide);
      }
      lines.add(line);
    }
    return lines;
  }

  private static void addCell(ScreenLine line, SeenSample reading, int number, int wide) {
    Object volt = reading.list(Metric.CELLS).get(number - 1);
    OptionalDouble min = reading.number(Metric.CELL_MIN);
    OptionalDouble max = reading.number(Metric.CELL_MAX);
    line.add("%2d  %s".formatted(number, volt == null ? "unknown" : ValueText.number(volt, 3)));
    line.add(" V  ");
    boolean isNoted = wide >= CELL_LABEL + CELL_NOTE + LEAST_CELL_BAR;
    int bar = Math.min(LONGEST_CELL_BAR, wide - CELL_LABEL - (isNoted ? CELL_NOTE : 3));
    boolean balances = reading.list(Metric.BALANCING).contains((long) number);
    if (volt instanceof Number known && min.isPresent() && max.isPresent() && bar > 0) {
      double span = Math.max(max.getAsDouble() - min.getAsDouble(), LEAST_SPAN) * SPAN_SHOWN;
      double floor = (min.getAsDouble() + max.getAsDouble() - span) / 2;
      line.add(
          balances ? Style.DOUBTFUL : Style.GOOD,
          ScreenLine.bar((known.doubleValue() - floor) / span, bar));
    }
    String end = is(reading, Metric.CELL_MIN_NUMBER, number) ? (isNoted ? " min" : "↓") : "";
    end += is(reading, Metric.CELL_MAX_NUMBER, number) ? (isNoted ? " max" : "↑") : "";
    end += balances ? (isNoted ? " balancing" : "*") : "";
    line.add(end);
  }

  private static boolean is(SeenSample reading, Metric metric, int number) {
    OptionalDouble said = reading.number(metric);
    return said.isPresent() && said.getAsDouble() == number;
  }
}
