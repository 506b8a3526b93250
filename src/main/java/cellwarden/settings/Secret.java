package cellwarden.settings;

/// A text that never shows itself: its `toString` is `***`.
///
/// @param reveal the text itself, for the one place that needs it
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}
