package cellwarden.poll;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.ResponseDecoder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// What a serial bridge does whose port is left in telnet mode (RFC 854): it greets with commands,
/// and sends each byte FF of an answer twice, which spoils the frames that have one.
final class TelnetSigns {

  private static final int COMMAND = 0xFF;

  /// WILL, WONT, DO and DONT, each with an option after it.
  private static final int FIRST_WITH_OPTION = 0xFB;

  private static final int LAST_WITH_OPTION = 0xFE;

  /// Several answers; a sign is in the first of them.
  private static final int MOST_KEPT = 2048;

  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private boolean greeted;

  /// Takes a fragment as the link delivered it.
  void received(byte[] fragment) {
    greeted |= isGreeting(fragment);
    received.write(fragment, 0, Math.min(fragment.length, MOST_KEPT - received.size()));
  }

  /// Whether the line speaks telnet, as far as what was received shows it.
  boolean areThere(Request request) {
    return greeted || answersOnceHalved(request);
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
