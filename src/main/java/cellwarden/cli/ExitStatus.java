package cellwarden.cli;

/// What the process tells its caller.
public final class ExitStatus {

  public static final int OK = 0;

  /// The battery, the broker or the disk did not do its part, or the program has a bug.
  public static final int FAILURE = 1;

  /// Wrong usage or configuration; nothing was started.
  public static final int USAGE = 2;

  private ExitStatus() {}
}
