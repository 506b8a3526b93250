package cellwarden.cli.scan;

import cellwarden.json.JsonText;
import cellwarden.render.table.TextTable;
import cellwarden.text.Printable;
import cellwarden.transport.BleAddress;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Recognition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// A device that a scan heard, what it seems to be, and the address to read it at.
public record Found(Advertisement heard, Recognition recognition, BleAddress address) {

  /// Longer names would push the columns apart.
  private static final int LONGEST_NAME = 20;

  /// dBm from which on a link is usually good, and from which on it usually works.
  private static final int STRONG = -65;

  private static final int FAIR = -80;

  /// The address names the adapter only where another one is the first choice.
  public static List<Found> all(List<Advertisement> heard) {
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
  public boolean isCandidate() {
    return recognition.verdict() != Recognition.Verdict.NO;
  }

  /// UTF-8 of one JSON object.
  byte[] json() {
    return JsonText.object(json -> {
      json.writeStringProperty("address", address.toString());
      json.writeStringProperty("mac", heard.mac());
      json.writeName("name");
      JsonText.writeValue(json, heard.name().orElse(null));
      json.writeName("rssi");
      JsonText.writeValue(json, heard.rssi().isPresent() ? heard.rssi().getAsInt() : null);
      json.writeName("services");
      JsonText.writeValue(json, heard.services());
      json.writeStringProperty("address_type", heard.type().name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("adapter", heard.adapter());
      json.writeBooleanProperty("connected", heard.connected());
      json.writeStringProperty("jbd", recognition.verdict().label());
      json.writeName("why");
      JsonText.writeValue(json, recognition.reasons());
    });
  }

  /// A table of devices for a person.
  static TextTable table(List<Found> devices) {
    TextTable table = TextTable.of(0, 0, 0, 0, 0).row("ADDRESS", "NAME", "SIGNAL", "JBD", "WHY");
    for (Found device : devices) {
      List<String> reasons = device.recognition.reasons();
      table.row(
          device.address.toString(),
          device.name(),
          device.signal(),
          device.recognition.verdict().label(),
          reasons.isEmpty() ? "-" : String.join(", ", reasons));
    }
    return table;
  }

  /// Whatever comes over the air must not steer the terminal.
  public String name() {
    String name = Printable.of(heard.name().orElse("-"));
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name;
  }

  /// Who is connected to a program here cannot be heard.
  public String signal() {
    if (heard.connected()) {
      return "in use here";
    }
    if (heard.rssi().isEmpty()) {
      return "unknown";
    }
    int rssi = heard.rssi().getAsInt();
    return rssi + " dBm " + (rssi >= STRONG ? "strong" : rssi >= FAIR ? "fair" : "weak");
  }
}
