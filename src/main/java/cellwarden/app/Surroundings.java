package cellwarden.app;

import cellwarden.output.mqtt.client.MqttBroker;
import cellwarden.time.Time;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What lies around a service: as it is, or with what a simulation puts in its way.
///
/// @param link to the broker
/// @param clock of the readings
/// @param threads makes those that poll, publish and look after the journal, which must not keep
///   the program alive
public record Surroundings(
    UnaryOperator<MqttBroker> link, UnaryOperator<Time> clock, Supplier<Thread.Builder> threads) {

  static final Surroundings REAL =
      new Surroundings(
          UnaryOperator.identity(), UnaryOperator.identity(), () -> Thread.ofPlatform().daemon());
}
