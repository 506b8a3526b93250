package cellwarden.cli;

import cellwarden.transport.BleAddress;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Recognition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A device that a scan heard, what it seems to be, and the address to read it at.
record Found(Advertisement heard, Recognition recognition, BleAddress address) {

  /// The address names the adapter only where another one is the first choice.
  static List<Found> all(List<Advertisement> heard) {
    Optional<String> firstAdapter =
        heard.stream().map(Advertisement::adapter).min(String::compareTo);
    return heard.stream()
        .map(one -> {
          Optional<String> adapter =
              Optional.of(one.adapter()).filter(name -> !firstAdapter.get().equals(name));
          return new Found(
              one,
              Recognition.of(one),
              new BleAddress(one.mac(), adapter, Optional.empty(), OptionalInt.empty()));
        })
        .toList();
  }

  /// Whether it is, or may be, a JBD battery.
  boolean isCandidate() {
    return recognition.verdict() != Recognition.Verdict.NO;
  }
}
