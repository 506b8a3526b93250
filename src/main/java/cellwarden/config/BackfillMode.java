package cellwarden.config;

/// Whether what the broker missed is delivered later.
public enum BackfillMode {
  /// From the journal, to the history topics.
  ON,
  /// Not: it is in the journal only.
  OFF
}
