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
          inks(0x0969da, 0x1a7f37, 0xbc4c00, 0x8250df, 0xcf222e, 0x1b7c83),
          0.72,
          0.1);

  /// On near black.
  public static final Theme NIGHT =
      new Theme(
          inks(0x0d1117, 0x151b23, 0x262d37, 0x4c5663, 0x9198a1, 0xe6edf3),
          inks(0x58a6ff, 0x3fb950, 0xf0883e, 0xbc8cff, 0xff7b72, 0x39c5cf),
          1,
          0.35);

  final Ink background;
  final Ink panel;
  final Ink grid;
  final Ink axis;
  final Ink text;
  final Ink title;
  private final List<Ink> series;
  private final double brightness;
  private final double white;

  private Theme(List<Ink> frame, List<Ink> series, double brightness, double white) {
    this.brightness = brightness;
    this.white = white;
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

  /// The colour of a panel, counted from above.
  Ink series(int panelNumber) {
    return series.get(panelNumber % series.size());
  }

  /// Colours of so many lines of one panel: around the circle of colours, neighbours in turn
  /// brighter and darker.
  List<Ink> distinct(int count) {
    return count <= series.size()
        ? series.subList(0, count)
        : IntStream.range(0, count)
            .mapToObj(i -> hue(i / (double) count, i % 2 == 0 ? 1 : 0.75))
            .toList();
  }

  /// @param turn 0 to 1, from red over green and blue back to red
  private Ink hue(double turn, double share) {
    int rgb = 0;
    for (double offset : new double[] {0, 2 / 3.0, 1 / 3.0}) {
      double distance = Math.abs(((turn + offset) % 1) * 6 - 3) - 1;
      double pure = Math.clamp(distance, 0.0, 1.0);
      double value = share * brightness * (white + (1 - white) * pure);
      rgb = rgb << 8 | (int) Math.round(255 * value);
    }
    return Ink.of(rgb);
  }
}
