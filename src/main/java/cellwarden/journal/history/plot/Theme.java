package cellwarden.journal.history.plot;

import java.util.Arrays;
import java.util.List;

/// The colours of a plot.
public enum Theme {
  DAY(0xffffff, 0xf7f9fb, 0xe1e6ec, 0xa9b4c0, 0x57606a, 0x1f2328, 0x0969da, 0x1a7f37, 0xbc4c00,
      0x8250df, 0xcf222e, 0x1b7c83),
  NIGHT(0x0d1117, 0x151b23, 0x262d37, 0x4c5663, 0x9198a1, 0xe6edf3, 0x58a6ff, 0x3fb950, 0xf0883e,
      0xbc8cff, 0xff7b72, 0x39c5cf);

  final Ink background;
  final Ink panel;
  final Ink grid;
  final Ink axis;
  final Ink text;
  final Ink title;
  private final List<Ink> series;

  Theme(int background, int panel, int grid, int axis, int text, int title, int... series) {
    this.background = Ink.of(background);
    this.panel = Ink.of(panel);
    this.grid = Ink.of(grid);
    this.axis = Ink.of(axis);
    this.text = Ink.of(text);
    this.title = Ink.of(title);
    this.series = Arrays.stream(series).mapToObj(Ink::of).toList();
  }

  /// The colour of a panel, counted from above.
  Ink series(int panelNumber) {
    return series.get(panelNumber % series.size());
  }
}
