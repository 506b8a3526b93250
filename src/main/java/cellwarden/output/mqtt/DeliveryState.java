package cellwarden.output.mqtt;

import java.util.List;

/// Which samples the broker has not acknowledged: what survives the program.
///
/// An older state is as good as a newer one, only with doubles: what is acknowledged leaves it, and
/// nothing else does.
///
/// @param next every sample from this number on is unacknowledged, whether it exists yet or not
/// @param pending ranges below `next` that are unacknowledged, lowest first
record DeliveryState(long next, List<SeqRange> pending) {

  DeliveryState {
    pending = List.copyOf(pending);
  }

  /// Nothing of what the journal holds so far is to be delivered.
  static DeliveryState atTheEnd(long lastSeq) {
    return new DeliveryState(lastSeq + 1, List.of());
  }
}
