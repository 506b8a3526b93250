package cellwarden.cli.watch;

/// Which battery is shown, or all of them. For one thread.
final class WatchChoice {

  private final int count;
  private int selected;
  private boolean isOverview;

  /// @param count how many batteries there are, at least one
  WatchChoice(int count) {
    this.count = count;
    this.isOverview = count > 1;
  }

  /// The place of the chosen one.
  int selected() {
    return selected;
  }

  boolean isOverview() {
    return isOverview;
  }

  /// Does what a key says.
  ///
  /// @return whether that is to quit
  boolean take(WatchKey key) {
    switch (key.what()) {
      case NEXT -> selected = (selected + 1) % count;
      case PREVIOUS -> selected = (selected + count - 1) % count;
      case OPEN -> isOverview = false;
      case ALL -> isOverview = count > 1;
      case NUMBER -> {
        if (key.number() <= count) {
          selected = key.number() - 1;
          isOverview = false;
        }
      }
      case QUIT, NOTHING -> {}
    }
    return key.what() == WatchKey.What.QUIT;
  }
}
