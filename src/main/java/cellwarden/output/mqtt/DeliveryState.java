package cellwarden.output.mqtt;

import java.util.ArrayList;
import java.util.List;

/// Which samples the broker has not acknowledged: what survives the program.
///
/// An older state of the same journal is as good as a newer one, only with doubles: what is
/// acknowledged leaves it, and nothing else does.
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

  /// Without the numbers that the journal has not given yet: they are of a journal that was there
  /// before this one, or were lost with the power and will not be given again.
  DeliveryState within(long lastSeq) {
    List<SeqRange> given = new ArrayList<>();
    for (SeqRange range : pending) {
      if (range.from() <= lastSeq) {
        given.add(new SeqRange(range.from(), Math.min(range.to(), lastSeq)));
      }
    }
    return new DeliveryState(Math.min(next, lastSeq + 1), given);
  }
}
