package cellwarden.protocol.register;

import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import cellwarden.protocol.PayloadWriter;

/// Register 05: the model of the board, such as `JBD-SP04S020-L4S-120A-B-U`.
///
/// Plain ASCII without a length byte of its own (captures decide against one description that has
/// it). Some clones refuse the register. It holds no temperatures, whatever older programs say.
///
/// @param text up to 31 characters; may be empty
public record HardwareVersion(String text) implements RegisterValue {

  public static final Register<HardwareVersion> REGISTER =
      new Register<>(0x05, "hardware version", HardwareVersion::decode);

  private static HardwareVersion decode(Payload payload) {
    return new HardwareVersion(new PayloadReader(payload).text(payload.length()));
  }

  public Payload encode() {
    return new PayloadWriter().text(text).toPayload();
  }
}
