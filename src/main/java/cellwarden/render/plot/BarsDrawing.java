package cellwarden.render.plot;

import cellwarden.render.plot.Bars.Bar;
import cellwarden.render.plot.Canvas.Anchor;
import cellwarden.render.plot.Canvas.Ink;
import cellwarden.render.plot.Frame.Legend;
import java.util.List;

/// Draws what came in above zero, and what went out below.
record BarsDrawing(Frame frame, Bars bars) {

  /// Of what is not wholly known.
  private static final double PALE = 0.35;

  private static final double FULL = 0.85;
  private static final double GAP = 0.2;
  private static final double WIDEST_GAP = 24;
  private static final double LETTERS = 11;

  /// What a value takes beyond its bar.
  private static final double ROOM_FOR_A_VALUE = 17;

  void draw(List<Double> times) {
    Theme theme = frame.theme();
    frame.drawHeading(
        bars.heading(),
        theme.title,
        List.of(
            new Legend("in", theme.in().withOpacity(FULL)),
            new Legend("out", theme.out().withOpacity(FULL))),
        bars.summary());
    frame.drawField(times);
    if (bars.isStrip()) {
      return;
    }
    boolean named = bars.bars().stream().filter(this::hasRoom).count() * 2 > bars.size();
    Scale scale = bars.scale(named ? 2 * ROOM_FOR_A_VALUE / frame.room() : 0);
    frame.drawGrid(scale);
    for (Bar bar : bars.bars()) {
      Ink ink = theme.in().withOpacity(bar.whole() ? FULL : PALE);
      draw(bar, bar.in(), scale, ink, named ? -4 : 0);
      ink = theme.out().withOpacity(bar.whole() ? FULL : PALE);
      draw(bar, -bar.out(), scale, ink, named ? LETTERS + 2 : 0);
    }
  }

  /// @param beyond how far below the end of the bar its value stands; 0 for no value
  private void draw(Bar bar, double value, Scale scale, Ink ink, double beyond) {
    double zero = frame.y(0, scale);
    double end = frame.y(value, scale);
    double gap = Math.min(WIDEST_GAP, GAP * width(bar));
    double x = frame.x(bar.from()) + gap / 2;
    Canvas canvas = frame.canvas();
    canvas.rectangle(x, Math.min(zero, end), width(bar) - gap, Math.abs(end - zero), ink);
    String text = bars.text(Math.abs(value));
    if (beyond != 0 && hasRoom(bar) && !text.equals(bars.text(0))) {
      double middle = frame.x(bar.from()) + width(bar) / 2;
      canvas.text(middle, end + beyond, text, LETTERS, Anchor.MIDDLE, frame.theme().text);
    }
  }

  private boolean hasRoom(Bar bar) {
    String longest = bars.text(Math.max(bar.in(), bar.out()));
    return Glyphs.width(longest, LETTERS) + 4 <= width(bar);
  }

  private double width(Bar bar) {
    return frame.x(bar.to()) - frame.x(bar.from());
  }
}
