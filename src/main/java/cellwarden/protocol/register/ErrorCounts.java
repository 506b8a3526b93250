package cellwarden.protocol.register;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import cellwarden.protocol.PayloadWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Register AA: how often each protection has tripped since the counters were cleared (vendor V11).
///
/// @param counts by name in wire order, 0 to 65535 each; `system_restarts` only where the device
///   sends twelve
public record ErrorCounts(Map<String, Integer> counts) implements RegisterValue {

  public static final Register<ErrorCounts> REGISTER =
      new Register<>(0xAA, "error counts", ErrorCounts::decode);

  private static final List<String> NAMES =
      List.of(
          "short_circuit",
          "charge_overcurrent",
          "discharge_overcurrent",
          "cell_overvoltage",
          "cell_undervoltage",
          "charge_overtemperature",
          "charge_undertemperature",
          "discharge_overtemperature",
          "discharge_undertemperature",
          "pack_overvoltage",
          "pack_undervoltage",
          "system_restarts");

  private static final int MINIMUM_LENGTH = 22;

  private static ErrorCounts decode(Payload payload) throws MalformedPayloadException {
    PayloadReader in = new PayloadReader(payload);
    in.require(MINIMUM_LENGTH, "error counts");
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String name : NAMES) {
      if (in.remaining() >= 2) {
        counts.put(name, in.u16());
      }
    }
    return new ErrorCounts(counts);
  }

  /// The counters that are there, in wire order.
  ///
  /// @throws IllegalArgumentException if a count does not fit its field
  public Payload encode() {
    PayloadWriter out = new PayloadWriter();
    for (String name : NAMES) {
      Integer count = counts.get(name);
      if (count != null) {
        out.u16(count);
      }
    }
    return out.toPayload();
  }
}
