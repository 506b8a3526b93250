package cellwarden.cli.watch;

/// Where values come from.
interface WatchSource {

  /// In words, for the head of the screen.
  String words();

  /// Whether a service is there that gives values.
  boolean isThere() throws InterruptedException;

  /// Gives values to the board until it is interrupted, or no more come.
  ///
  /// @return why no more come, in words
  String run(WatchBoard board) throws InterruptedException;
}
