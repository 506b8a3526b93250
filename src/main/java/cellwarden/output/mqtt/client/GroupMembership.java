package cellwarden.output.mqtt.client;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// How a member of a group listens (MQTT 5): the broker keeps what it has not acknowledged, also
/// while it is away.
///
/// @param topics what it subscribes to, the shared ones written `$share/<group>/<topic>`
/// @param receiveMaximum messages that may wait for an acknowledgement
/// @param largestPacket bytes; the broker drops what is larger
/// @param memory how long the broker keeps that for a member that is away
/// @param messages called from one thread, before the session is there; never waits
public record GroupMembership(
    List<String> topics,
    int receiveMaximum,
    int largestPacket,
    Duration memory,
    Consumer<ReceivedMessage> messages) {

  /// As many as MQTT can count.
  private static final int MOST = 65_535;

  /// The same for a broker that does not keep to a maximum.
  public GroupMembership withoutMaximum() {
    return new GroupMembership(topics, MOST, largestPacket, memory, messages);
  }
}
