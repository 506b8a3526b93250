package cellwarden.render.plot;

import cellwarden.text.Printable;
import java.util.List;

/// Panels above each other, with one time axis.
///
/// @param title what stands above all
/// @param subtitle the time that is shown
/// @param remark what else is worth knowing, at the right; may be empty
/// @param caption how it is shown, below all; may be empty
/// @param axis the time
/// @param interval milliseconds between two points where none is missing
/// @param panels from above
public record Plot(
    String title,
    String subtitle,
    String remark,
    String caption,
    TimeAxis axis,
    long interval,
    List<Panel> panels) {

  /// A battery may be called anything in a journal that someone else wrote.
  public Plot {
    title = Printable.of(title);
    panels = List.copyOf(panels);
  }

  /// How many points are shown.
  public long size() {
    return panels.stream().mapToLong(Panel::size).sum();
  }
}
