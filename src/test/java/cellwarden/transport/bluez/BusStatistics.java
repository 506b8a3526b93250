package cellwarden.transport.bluez;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What a bus says about the programs on it.
///
/// @param matchRules of all of them
record BusStatistics(int matchRules) {

  private static final Pattern RULE = Pattern.compile("string \"type='signal'");

  static BusStatistics of(PrivateBus bus) throws Exception {
    Process asking =
        new ProcessBuilder(
                "dbus-send",
                "--bus=" + bus.address(),
                "--print-reply",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus.Debug.Stats.GetAllMatchRules")
            .redirectErrorStream(true)
            .start();
    String answer;
    try (OutputStream _ = asking.getOutputStream();
        InputStream words = asking.getInputStream();
        InputStream _ = asking.getErrorStream()) {
      answer = new String(words.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (asking.waitFor() != 0) {
      throw new IllegalStateException(answer);
    }
    return new BusStatistics((int) RULE.matcher(answer).results().count());
  }
}
