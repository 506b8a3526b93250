package cellwarden.protocol.register;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import cellwarden.protocol.PayloadWriter;

/// Registers A0, A1 and A2: a text after a length byte of its own.
///
/// @param text ASCII; may be empty
public record DeviceText(String text) implements RegisterValue {

  public static final Register<DeviceText> MANUFACTURER = register(0xA0, "manufacturer");
  public static final Register<DeviceText> DEVICE_NAME = register(0xA1, "device name");
  public static final Register<DeviceText> BARCODE = register(0xA2, "barcode");

  private static Register<DeviceText> register(int number, String name) {
    return new Register<>(number, name, payload -> decode(payload, name));
  }

  private static DeviceText decode(Payload payload, String name) throws MalformedPayloadException {
    PayloadReader in = new PayloadReader(payload);
    in.require(1, name);
    int length = in.u8();
    if (in.remaining() < length) {
      throw new MalformedPayloadException(
          name + " announces " + length + " characters, the payload has " + in.remaining());
    }
    return new DeviceText(in.text(length));
  }

  public Payload encode() {
    return new PayloadWriter().u8(text.length()).text(text).toPayload();
  }
}
