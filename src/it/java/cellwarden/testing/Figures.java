package cellwarden.testing;

/// What was measured and is no condition: a slow machine fails no test, but somebody may want to
/// look.
public final class Figures {

  private Figures() {}

  /// Prints one figure into the log of the build.
  public static void say(String what, Object value) {
    System.out.println("measured: " + what + ": " + value);
  }
}
