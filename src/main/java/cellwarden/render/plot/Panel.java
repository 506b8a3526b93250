package cellwarden.render.plot;

/// One field of a plot, with a heading of its own.
public sealed interface Panel permits Curves, Bars {

  /// How many points there are.
  long size();

  /// Whether a strip says all: what never changes needs no axis of values.
  boolean isStrip();
}
