package cellwarden.output;

import cellwarden.battery.EncodedEvent;
import java.util.Optional;

/// Something that gets each event once the journal has it.
///
/// Trouble of its own, such as a broker that is away, is its own business. After a bug, a
/// [RuntimeException] or an [Error], it is run again.
public interface Output {

  /// Its name in messages, and that of its thread, such as `mqtt`.
  String name();

  /// Takes an event. Called by several threads at once; never waits for a network.
  ///
  /// @param event as it stands in the journal; what could not be journalled has no `seq`
  void accept(EncodedEvent event);

  /// Does what there is to do beside taking events, until [#stop()] or an interrupt. Called in a
  /// thread of its own, and again after a bug.
  default void run() throws InterruptedException {}

  /// Asks for a clean end: what waits is still handed on. An interrupt of the thread ends it
  /// without that.
  default void stop() {}

  /// Whether its [#run()] makes no progress any more, so that only a new process helps. A receiver
  /// that is away is no reason.
  default boolean isStuck() {
    return false;
  }

  /// How it does, for a person, such as `broker connected`; empty where there is nothing to say.
  default Optional<String> status() {
    return Optional.empty();
  }

  /// Number of the oldest sample that it has still to get from the journal, which keeps what is
  /// from there on; [Long#MAX_VALUE] for none.
  default long neededFrom() {
    return Long.MAX_VALUE;
  }
}
