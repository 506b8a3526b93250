package cellwarden.cli;

import cellwarden.poll.BatteryReader;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;

/// Shows each connect that a reading takes, and over which Bluetooth stack.
final class AttemptProgress {

  private final String battery;
  private final Progress progress;
  private String way = "";
  private int attempt;

  AttemptProgress(String battery, Progress progress) {
    this.battery = battery;
    this.progress = progress;
  }

  /// Says from now on that this stack is the way.
  void over(BleAddress.Stack stack) {
    way = " over " + stack.label();
    if (attempt > 0) {
      show();
    }
  }

  /// The same transport, with each connect shown.
  Transport watch(Transport transport) {
    return timeout -> {
      attempt++;
      show();
      return transport.connect(timeout);
    };
  }

  private void show() {
    progress.show(
        "reading %s%s (attempt %d of %d) ..."
            .formatted(battery, way, attempt, BatteryReader.ATTEMPTS));
  }
}
