package cellwarden.transport.ble.recovery;

import cellwarden.transport.ble.BleTrouble;
import java.util.List;
import java.util.Locale;

/// What can be done, from the gentlest on.
public enum Rung {
  /// Forget what is remembered of the battery, so that it is discovered again.
  REDISCOVER("%s: what was remembered of it is forgotten"),
  /// Switch the adapter off, and on.
  POWER_CYCLE("%s: the adapter is switched off and on"),
  /// By the helper: unblock Bluetooth.
  RFKILL("%s: Bluetooth is unblocked"),
  /// By the helper: restart bluetoothd.
  BLUETOOTHD("%s: bluetoothd is restarted"),
  /// By the helper: load the adapter's driver again.
  DRIVER("%s: the adapter's driver is loaded again");

  private static final List<Rung> DEAF = List.of(POWER_CYCLE, BLUETOOTHD, DRIVER);

  private final String words;

  Rung(String words) {
    this.words = words;
  }

  /// The name in events, counts and units, such as `power_cycle`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What happens, with `%s` for the battery or the adapter.
  String words() {
    return words;
  }

  /// Whether it takes the helper.
  boolean isHelpers() {
    return this == RFKILL || this == BLUETOOTHD || this == DRIVER;
  }

  /// Whether what is remembered of a battery may be at fault.
  static boolean mayForget(BleTrouble trouble) {
    return switch (trouble) {
      case NO_CONNECT, CONNECT_FAILED, STUCK, NOT_JBD, DROPPED -> true;
      case NO_ADAPTER,
          UNKNOWN_ADAPTER,
          ADAPTER_OFF,
          BLOCKED,
          ADAPTER_HANGS,
          NO_SOCKETS,
          NO_BUS,
          NO_DAEMON,
          DAEMON_SILENT,
          NO_RIGHTS,
          NO_WAY,
          NOT_HEARD,
          IN_USE,
          WANTS_PAIRING,
          WRONG_PIN ->
          false;
    };
  }

  /// What may help an adapter over which this happens, the gentlest first; nothing where the
  /// trouble shows that the adapter works, or that it needs a person.
  static List<Rung> against(BleTrouble trouble) {
    return switch (trouble) {
      case NO_CONNECT, NOT_HEARD, CONNECT_FAILED, ADAPTER_HANGS -> DEAF;
      case ADAPTER_OFF -> List.of(POWER_CYCLE);
      case BLOCKED -> List.of(RFKILL);
      case NO_DAEMON, DAEMON_SILENT -> List.of(BLUETOOTHD);
      case NO_ADAPTER -> List.of(DRIVER);
      case UNKNOWN_ADAPTER,
          NO_SOCKETS,
          NO_BUS,
          NO_RIGHTS,
          NO_WAY,
          IN_USE,
          NOT_JBD,
          WANTS_PAIRING,
          WRONG_PIN,
          STUCK,
          DROPPED ->
          List.of();
    };
  }

  /// Whether the same trouble shows where the battery alone is away.
  static boolean mayBeTheBattery(BleTrouble trouble) {
    return against(trouble).equals(DEAF) && trouble != BleTrouble.ADAPTER_HANGS;
  }
}
