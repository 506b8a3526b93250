package cellwarden.protocol.register;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import java.util.ArrayList;
import java.util.List;

/// Register FA of new firmware: parameters read by number (vendor V11).
///
/// @param first number of the first parameter
/// @param words the raw parameters, 0 to 65535 each
public record ParameterBlock(int first, List<Integer> words) implements RegisterValue {

  public static final Register<ParameterBlock> REGISTER =
      new Register<>(0xFA, "parameters", ParameterBlock::decode);

  private static final int HEAD = 3;

  public ParameterBlock {
    words = List.copyOf(words);
  }

  private static ParameterBlock decode(Payload payload) throws MalformedPayloadException {
    PayloadReader in = new PayloadReader(payload);
    in.require(HEAD, "parameters");
    int first = in.u16();
    int count = in.u8();
    if (in.remaining() < 2 * count) {
      throw new MalformedPayloadException(
          "parameters announce " + count + " words, the payload has " + in.remaining() + " bytes");
    }
    List<Integer> words = new ArrayList<>(count);
    while (words.size() < count) {
      words.add(in.u16());
    }
    return new ParameterBlock(first, words);
  }
}
