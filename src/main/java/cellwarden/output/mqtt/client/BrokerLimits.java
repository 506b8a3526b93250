package cellwarden.output.mqtt.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// What a broker takes less of than is asked for.
///
/// @param retains whether it keeps messages for later subscribers
/// @param acknowledges whether it takes QoS 1
/// @param largestPacket bytes; empty: any
public record BrokerLimits(boolean retains, boolean acknowledges, OptionalInt largestPacket) {

  /// Of a broker that takes everything, or does not say.
  public static final BrokerLimits NONE = new BrokerLimits(true, true, OptionalInt.empty());

  /// What a PUBLISH in MQTT 5 has beside topic and payload: type, length (4), length of the topic
  /// (2), packet identifier (2), no properties (1).
  private static final int OVERHEAD = 10;

  BrokerLimits withoutRetained() {
    return new BrokerLimits(false, acknowledges, largestPacket);
  }

  BrokerLimits withoutAcknowledgement() {
    return new BrokerLimits(retains, false, largestPacket);
  }

  boolean isTooLarge(Message message) {
    int size = OVERHEAD + message.topic().getBytes(StandardCharsets.UTF_8).length;
    return largestPacket.isPresent() && size + message.payload().length > largestPacket.getAsInt();
  }

  /// What that means for whoever subscribes, one part of a sentence each; empty where all is as it
  /// should be.
  public List<String> words() {
    List<String> words = new ArrayList<>();
    if (!retains) {
      words.add(
          "keeps no messages (retain), so who subscribes waits for the next reading and hears of no state before");
    }
    if (!acknowledges) {
      words.add(
          "acknowledges none (its highest QoS is 0), so what is lost on the way to it is not sent again");
    }
    return words;
  }
}
