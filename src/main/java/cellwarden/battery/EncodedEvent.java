package cellwarden.battery;

/// An event with its JSON: the journal's line of it, which is also what outputs publish.
///
/// @param json UTF-8 without a line break; not to be changed
@SuppressWarnings("ArrayRecordComponent")
public record EncodedEvent(BatteryEvent event, byte[] json) {

  /// Encodes an event.
  public static EncodedEvent of(BatteryEvent event) {
    return new EncodedEvent(event, EventJson.encode(event));
  }
}
