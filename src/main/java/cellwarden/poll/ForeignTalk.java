package cellwarden.poll;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.ResponseDecoder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is received where no JBD frame is in it: the talk of a bridge in telnet mode, or of a board
/// of another family.
final class ForeignTalk {

  /// Whose talk it is.
  enum Tongue {
    /// What a serial bridge does whose port is left in telnet mode (RFC 854): it greets with
    /// commands, and sends each byte FF of an answer twice, which spoils the frames that have one.
    TELNET(
        "the line speaks telnet",
        "set the port of the bridge to raw TCP, without telnet and RFC 2217"),
    MODBUS(
        "the device speaks Modbus",
        "Cellwarden does not read it; if it is an UP16S, as in ECO-WORTHY racks, try it over Bluetooth"),
    AA_21(
        "the device answers in frames that begin with AA 21",
        "it is a board of another family with the same apps, which Cellwarden does not read; please report it with what 'cellwarden capture' records"),
    TILDE(
        "the device answers in frames that begin with 7E, as Seplos, Pace and ANT boards do",
        "Cellwarden reads JBD boards only");

    final String words;
    final String advice;

    Tongue(String words, String advice) {
      this.words = words;
      this.advice = advice;
    }
  }

  private static final int COMMAND = 0xFF;

  /// Read, refusal to read, and what UP16S boards have of their own.
  private static final Set<Integer> MODBUS = Set.of(0x03, 0x83, 0x45, 0x78);

  private static final int ANT = 0xA1;

  /// WILL, WONT, DO and DONT, each with an option after it.
  private static final int FIRST_WITH_OPTION = 0xFB;

  private static final int LAST_WITH_OPTION = 0xFE;

  /// Several answers; a sign is in the first of them.
  private static final int MOST_KEPT = 2048;

  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private boolean greeted;
  private Optional<Tongue> family = Optional.empty();

  /// Takes a fragment as the link delivered it.
  void received(byte[] fragment) {
    greeted |= isGreeting(fragment);
    family = family.or(() -> family(fragment));
    received.write(fragment, 0, Math.min(fragment.length, MOST_KEPT - received.size()));
  }

  /// Whose talk it is, as far as what was received shows it.
  Optional<Tongue> tongue(Request request) {
    return greeted || answersOnceHalved(request) ? Optional.of(Tongue.TELNET) : family;
  }

  /// By the first bytes of a fragment.
  private static Optional<Tongue> family(byte[] fragment) {
    if (fragment.length < 2) {
      return Optional.empty();
    }
    int second = fragment[1] & 0xFF;
    Tongue tongue =
        switch (fragment[0] & 0xFF) {
          case 0x01 -> MODBUS.contains(second) ? Tongue.MODBUS : null;
          case 0xAA -> second == 0x21 ? Tongue.AA_21 : null;
          case '~' -> second == ANT || Character.digit(second, 16) >= 0 ? Tongue.TILDE : null;
          default -> null;
        };
    return Optional.ofNullable(tongue);
  }

  /// No frame of a BMS or of its module begins like this.
  private static boolean isGreeting(byte[] fragment) {
    return fragment.length >= 3
        && (fragment[0] & 0xFF) == COMMAND
        && (fragment[1] & 0xFF) >= FIRST_WITH_OPTION
        && (fragment[1] & 0xFF) <= LAST_WITH_OPTION;
  }

  /// Whether an answer appears where each FF FF counts as one FF.
  private boolean answersOnceHalved(Request request) {
    byte[] bytes = received.toByteArray();
    ByteArrayOutputStream halved = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      halved.write(bytes[i]);
      boolean twice = i + 1 < bytes.length && bytes[i] == bytes[i + 1];
      i += twice && (bytes[i] & 0xFF) == COMMAND ? 1 : 0;
    }
    ResponseDecoder decoder = new ResponseDecoder();
    List<Decoded> found = new ArrayList<>(decoder.feed(halved.toByteArray()));
    found.addAll(decoder.end());
    return halved.size() < bytes.length
        && found.stream()
            .anyMatch(one ->
                one instanceof Decoded.Answer(Response response)
                    && response.register() == request.register());
  }
}
