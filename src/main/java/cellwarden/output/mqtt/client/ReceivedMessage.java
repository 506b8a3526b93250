package cellwarden.output.mqtt.client;

import java.util.Arrays;
import java.util.Optional;

/// A message that a member of a group got.
///
/// @param payload not to be changed
/// @param length bytes of the payload as it came
/// @param journal which journal a sample is from, where the publisher says so
/// @param acknowledged whether the broker waits for an acknowledgement; what comes without may be
///   dropped
/// @param acknowledge tells the broker that it need not keep the message any more; to be called
///   once, also where the connection is gone
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedMessage(
    String topic,
    byte[] payload,
    int length,
    Optional<String> journal,
    boolean acknowledged,
    Runnable acknowledge) {

  /// The user property of MQTT 5 that names the journal.
  public static final String JOURNAL = "journal";

  /// The same with no more of the payload than this.
  public ReceivedMessage cut(int bytes) {
    return payload.length <= bytes
        ? this
        : new ReceivedMessage(
            topic, Arrays.copyOf(payload, bytes), length, journal, acknowledged, acknowledge);
  }
}
