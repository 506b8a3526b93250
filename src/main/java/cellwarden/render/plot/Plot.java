package cellwarden.render.plot;

import java.util.List;

/// Panels above each other, with one time axis.
///
/// @param title what stands above all
/// @param subtitle the time that is shown, and how
/// @param remark what else is worth knowing, at the right; may be empty
/// @param axis the time
/// @param interval milliseconds between two points where none is missing
/// @param panels from above
public record Plot(
    String title,
    String subtitle,
    String remark,
    TimeAxis axis,
    long interval,
    List<Panel> panels) {

  public Plot {
    panels = List.copyOf(panels);
  }

  /// How many points are shown.
  public long size() {
    return panels.stream().mapToLong(Panel::size).sum();
  }
}
