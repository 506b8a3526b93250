package cellwarden.testing;

import cellwarden.protocol.Payload;
import cellwarden.protocol.Response;
import java.nio.charset.StandardCharsets;

/// Frames that a healthy 4-cell battery sends, worked out by hand.
public final class Answers {

  /// The request that reads register 03.
  public static final String READ_BASIC = "dda50300fffd77";

  /// The request that reads register 04.
  public static final String READ_CELLS = "dda50400fffc77";

  /// The request that reads register 05.
  public static final String READ_MODEL = "dda50500fffb77";

  public static final String MODEL = "JBD-SP04S020-L4S-120A-B-U";

  /// 13.31 V, -4.52 A, 87.12 of 100 Ah, 42 cycles, 2023-05-17, nothing balances, nothing protects,
  /// version 2.1, 87 %, both FETs conduct, 4 cells, 2 probes: 21.4 and 20.9 °C.
  public static final String BASIC =
      "0533 fe3c 2208 2710 002a 2eb1 0000 0000 0000 21 57 03 04 02 0b81 0b7c";

  /// 3.328, 3.327, 3.329, 3.326 V: together 13.31 V.
  public static final String CELLS = "0d00 0cff 0d01 0cfe";

  private Answers() {}

  public static byte[] basic() {
    return answer(0x03, BASIC);
  }

  public static byte[] cells() {
    return answer(0x04, CELLS);
  }

  public static byte[] model() {
    return new Response(0x05, 0, Payload.of(MODEL.getBytes(StandardCharsets.US_ASCII))).encode();
  }

  /// An answer with this payload, in hex with or without blanks.
  public static byte[] answer(int register, String payload) {
    return new Response(register, 0, Payload.ofHex(payload.replace(" ", ""))).encode();
  }

  public static byte[] refusal(int register, int status) {
    return new Response(register, status, Payload.EMPTY).encode();
  }

  /// What the battery replies to a request, in hex.
  public static Reply to(String request) {
    return switch (request) {
      case READ_BASIC -> Reply.of(basic());
      case READ_CELLS -> Reply.of(cells());
      case READ_MODEL -> Reply.of(model());
      default -> Reply.silence();
    };
  }
}
