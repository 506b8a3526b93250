package cellwarden.cli;

import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import java.util.stream.Collectors;

/// A configuration in one line, without secrets.
final class Summary {

  private Summary() {}

  static String of(Configuration configuration) {
    return configuration.batteries().stream().map(Summary::of).collect(Collectors.joining(", "))
        + "; journal "
        + configuration.journal().path()
        + "; "
        + configuration.mqtt().map(mqtt -> "broker " + mqtt.url()).orElse("no broker");
  }

  private static String of(BatteryConfig battery) {
    long millis = battery.interval().toMillis();
    String interval = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    return battery.name() + " at " + battery.address() + " every " + interval;
  }
}
