package cellwarden.protocol.register;

import cellwarden.protocol.PayloadWriter;
import cellwarden.protocol.Request;
import java.util.Arrays;
import java.util.Optional;

/// Writes to registers 00 and 01 that open and leave factory mode, in which the configuration
/// registers answer.
public enum FactoryMode {
  ENTER(0x00, 0x5678),
  LEAVE(0x01, 0x0000),
  /// Leaves, saves the configuration, and clears the counters of register AA.
  LEAVE_AND_SAVE(0x01, 0x2828);

  private final int register;
  private final int word;

  FactoryMode(int register, int word) {
    this.register = register;
    this.word = word;
  }

  public Request request() {
    return Request.write(register, new PayloadWriter().u16(word).toPayload());
  }

  /// What a request does to factory mode.
  ///
  /// @return empty for every other request
  public static Optional<FactoryMode> of(Request request) {
    return Arrays.stream(values()).filter(mode -> mode.request().equals(request)).findFirst();
  }
}
