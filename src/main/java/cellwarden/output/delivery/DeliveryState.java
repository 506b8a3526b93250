package cellwarden.output.delivery;

import cellwarden.battery.SampleLog;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.json.JsonText;
import cellwarden.output.delivery.SeqRanges.SeqRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Which samples are not acknowledged: what survives the program, as one JSON object such as
/// `{"next":184468,"pending":[[184000,184100]],"check":"0ba1c5f4"}`. The check value is over the
/// numbers: one digit that a disk turned over would be samples that nobody gets.
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
    List<SeqRange> given =
        pending.stream()
            .filter(range -> range.from() <= lastSeq)
            .map(range -> new SeqRange(range.from(), Math.min(range.to(), lastSeq)))
            .toList();
    return new DeliveryState(Math.min(next, lastSeq + 1), given);
  }

  /// UTF-8.
  byte[] json() {
    return json(true);
  }

  private byte[] json(boolean checked) {
    return JsonText.object(json -> {
      json.writeNumberProperty("next", next);
      json.writeArrayPropertyStart("pending");
      for (SeqRange range : pending) {
        json.writeStartArray();
        json.writeNumber(range.from());
        json.writeNumber(range.to());
        json.writeEndArray();
      }
      json.writeEndArray();
      if (checked) {
        json.writeStringProperty("check", check());
      }
    });
  }

  private String check() {
    CRC32 sum = new CRC32();
    sum.update(json(false));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /// The state that was written by [#json()], or by an earlier version, which had no check value.
  /// Other properties beside the check value are passed over.
  ///
  /// @throws JsonException if it is no JSON object
  /// @throws IllegalArgumentException if it is no state
  static DeliveryState parse(byte[] bytes) throws JsonException {
    JsonObject json = JsonObject.parse(bytes);
    long next = json.whole("next").orElse(0);
    if (next < 1 || next > SampleLog.LARGEST_SEQ + 1) {
      throw new IllegalArgumentException("not a state of the delivery");
    }
    List<SeqRange> pending = new ArrayList<>();
    for (Object range : json.list("pending").orElse(List.of())) {
      pending.add(range(range));
    }
    DeliveryState state = new DeliveryState(next, pending);
    if (!json.text("check").equals(Optional.of(state.check()))
        && !Arrays.equals(bytes, state.json(false))) {
      throw new IllegalArgumentException("its check value does not fit");
    }
    return state;
  }

  private static SeqRange range(@Nullable Object json) {
    if (json instanceof List<?> ends
        && ends.size() == 2
        && ends.get(0) instanceof Long from
        && ends.get(1) instanceof Long to
        && SampleLog.isSeq(to)) {
      return new SeqRange(from, to);
    }
    throw new IllegalArgumentException("not a range");
  }
}
