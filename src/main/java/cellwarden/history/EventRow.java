package cellwarden.history;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// An event of the journal.
///
/// @param name such as `protection_started`
/// @param id number of the sample that showed it, or of the last one before it; empty for events of
///   earlier versions
/// @param json UTF-8 of its line
@SuppressWarnings("ArrayRecordComponent")
public record EventRow(String battery, Instant time, String name, OptionalLong id, byte[] json) {

  /// Samples of its battery that are kept in mind of the time before an event, and of the time
  /// after it.
  public static final int AROUND = 10;

  /// Events of one id, and the samples of the first one's battery around it, oldest first.
  public record BlackBox(List<EventRow> events, List<SampleRow> samples) {}
}
