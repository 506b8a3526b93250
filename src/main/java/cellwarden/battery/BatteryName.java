package cellwarden.battery;

import java.util.regex.Pattern;

/// What a battery can be called: one level of a topic, and a key in any database.
public final class BatteryName {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private BatteryName() {}

  /// Whether a name that comes from outside can be one.
  public static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }
}
