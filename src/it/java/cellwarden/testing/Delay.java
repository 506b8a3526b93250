package cellwarden.testing;

import java.util.List;

/// An artificial delay before something starts, for those who look for tests that depend on time.
final class Delay {

  private Delay() {}

  /// What goes in front of a command.
  ///
  /// @param property such as `20s`; nothing where it is not set
  static List<String> of(String property) {
    String time = System.getProperty(property, "");
    return time.isEmpty() ? List.of() : List.of("sh", "-c", "sleep \"$0\" && exec \"$@\"", time);
  }
}
