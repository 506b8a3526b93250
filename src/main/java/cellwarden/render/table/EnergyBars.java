package cellwarden.render.table;

import cellwarden.render.table.Look.Style;

/// Bars beside a table: what went out to the left of a line, what came in to the right of it.
///
/// @param half how many cells wide each side is
/// @param most what fills the wider side
record EnergyBars(int half, double most, Look look) {

  private static final int PARTS = 8;
  private static final String LEFT_PARTS = " ▏▎▍▌▋▊▉";

  /// One row.
  String bar(double in, double out) {
    // What is not nothing can be seen; to the left there are halves only.
    int left = least(out, (int) Math.round(2 * scaled(out)));
    int right = least(in, (int) Math.round(PARTS * scaled(in)));
    String leftBar = (left % 2 == 0 ? "" : "▐") + "█".repeat(left / 2);
    String rightBar =
        "█".repeat(right / PARTS)
            + (right % PARTS == 0 ? "" : LEFT_PARTS.substring(right % PARTS, right % PARTS + 1));
    return " ".repeat(half - leftBar.length())
        + look.paint(Style.DOUBTFUL, leftBar)
        + "│"
        + look.paint(Style.GOOD, rightBar);
  }

  private double scaled(double value) {
    return most > 0 ? half * value / most : 0;
  }

  private static int least(double value, int parts) {
    return value > 0 ? Math.max(1, parts) : 0;
  }
}
