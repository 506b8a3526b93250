package cellwarden.cli;

import cellwarden.json.JsonText;
import cellwarden.transport.ble.Advertisement;
import java.util.Locale;

/// A device that a scan heard, as one JSON object.
final class ScanJson {

  private ScanJson() {}

  /// UTF-8 without a line break.
  static byte[] encode(Found found) {
    Advertisement heard = found.heard();
    return JsonText.object(json -> {
      json.writeStringProperty("address", found.address().toString());
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
      json.writeStringProperty("jbd", found.recognition().verdict().label());
      json.writeName("why");
      JsonText.writeValue(json, found.recognition().reasons());
    });
  }
}
