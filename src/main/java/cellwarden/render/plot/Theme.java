package cellwarden.render.plot;

import cellwarden.render.plot.Canvas.Ink;
import java.util.List;
import java.util.stream.IntStream;

/// The colours of a plot.
public final class Theme {

  /// On white.
  public static final Theme DAY =
      new Theme(
          inks(0xffffff, 0xf7f9fb, 0xe1e6ec, 0xa9b4c0, 0x57606a, 0x1f2328),
          inks(0x0969da, 0x1a7f37, 0xbc4c00, 0x8250df, 0xcf222e, 0x1b7c83, 0x9a6700, 0xbf3989),
          0.34);

  /// On near black.
  public static final Theme NIGHT =
      new Theme(
          inks(0x0d1117, 0x151b23, 0x262d37, 0x4c5663, 0x9198a1, 0xe6edf3),
          inks(0x58a6ff, 0x3fb950, 0xf0883e, 0xbc8cff, 0xff7b72, 0x39c5cf, 0xd29922, 0xf778ba),
          0.4);

  final Ink background;
  final Ink panel;
  final Ink grid;
  final Ink axis;
  final Ink text;
  final Ink title;
  private final List<Ink> series;

  /// How strong a band is behind its line.
  final double band;

  private Theme(List<Ink> frame, List<Ink> series, double band) {
    this.band = band;
    this.background = frame.get(0);
    this.panel = frame.get(1);
    this.grid = frame.get(2);
    this.axis = frame.get(3);
    this.text = frame.get(4);
    this.title = frame.get(5);
    this.series = series;
  }

  private static List<Ink> inks(int... colours) {
    return IntStream.of(colours).mapToObj(Ink::of).toList();
  }

  /// One of the colours of panels and lines, which begin again after the last.
  Ink series(int number) {
    return series.get(number % series.size());
  }

  /// What comes in.
  Ink in() {
    return series(1);
  }

  /// What goes out.
  Ink out() {
    return series(2);
  }
}
