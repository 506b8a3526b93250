package cellwarden.protocol.register;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import java.util.ArrayList;
import java.util.List;

/// Register 06 as a board with a clock answers a read of it: six bytes of two decimal digits each.
///
/// On most boards 06 only takes a password and a read of it is refused. Sources call the answer the
/// clock in BCD; none says in which order year, month, day, hour, minute and second come, and the
/// one answer that is known (15 01 00 04 02 01, of a clock that was never set) fits several. So the
/// numbers stay in the order of the wire.
///
/// @param numbers six of them, 0 to 99
public record BoardClock(List<Integer> numbers) implements RegisterValue {

  public static final Register<BoardClock> REGISTER =
      new Register<>(0x06, "board clock", BoardClock::decode);

  private static final int LENGTH = 6;
  private static final int HIGHEST_DIGIT = 9;

  public BoardClock {
    numbers = List.copyOf(numbers);
  }

  private static BoardClock decode(Payload payload) throws MalformedPayloadException {
    PayloadReader in = new PayloadReader(payload);
    List<Integer> numbers = new ArrayList<>(LENGTH);
    while (payload.length() == LENGTH && in.remaining() > 0) {
      int digits = in.u8();
      if (digits >> 4 <= HIGHEST_DIGIT && (digits & 0xF) <= HIGHEST_DIGIT) {
        numbers.add(10 * (digits >> 4) + (digits & 0xF));
      }
    }
    if (numbers.size() != LENGTH) {
      throw new MalformedPayloadException(
          "a board clock is " + LENGTH + " bytes of two decimal digits, the payload is " + payload);
    }
    return new BoardClock(numbers);
  }
}
