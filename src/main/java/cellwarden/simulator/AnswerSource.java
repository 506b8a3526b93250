package cellwarden.simulator;

import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import java.util.List;

/// What a BMS answers to a valid request, before anything happens to it on the way.
public interface AnswerSource {

  /// The bytes of one answer, in the fragments in which a link delivers them.
  List<Payload> answer(Request request);

  /// A client has just connected: whatever an earlier one unlocked is locked again.
  default void connected() {}
}
