package cellwarden.fleet.message;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of a message.
public sealed interface FleetMessage {

  /// Where a sample stands.
  ///
  /// @param journal its id; empty where the site does not say
  record Place(String site, String journal, long seq) {}

  /// A sample.
  ///
  /// @param seq its number; 0 for one that is in no journal
  /// @param history whether it was sent later than it was read
  /// @param columns by their names, as JSON has them
  record Taken(
      String site,
      String battery,
      Instant time,
      long seq,
      String journal,
      boolean history,
      Map<String, @Nullable Object> columns)
      implements FleetMessage {}

  /// What happened to a battery.
  ///
  /// @param columns by their names, as JSON has them
  record Happened(String site, String battery, Map<String, @Nullable Object> columns)
      implements FleetMessage {}

  /// Whether a battery, or without one a whole site, can be reached.
  record Reachable(String site, Optional<String> battery, boolean online) implements FleetMessage {}

  /// What a site answers to a request for a replay.
  ///
  /// @param state `started`, `done`, `cut`, `stopped`; empty for an error
  /// @param error why it is not done
  /// @param journal the one that the site has; empty where it does not say
  /// @param last the last number in it, 0 where it does not say
  /// @param missing numbers that were asked for and that the journal has no more, as
  ///   `{[1,5),[7,8)}`
  record Answer(
      String site,
      String transaction,
      Optional<String> state,
      Optional<String> error,
      String journal,
      long last,
      String missing)
      implements FleetMessage {}

  /// What cannot be written as it is.
  ///
  /// @param payload or its beginning
  /// @param length bytes of the whole payload
  /// @param place where the sample stands all the same; empty where that is not known
  @SuppressWarnings("ArrayRecordComponent")
  record Reject(
      Optional<String> site,
      Optional<String> battery,
      String topic,
      byte[] payload,
      int length,
      String reason,
      Optional<Place> place)
      implements FleetMessage {}

  /// What says nothing, such as an empty message that removes a retained one.
  record Nothing() implements FleetMessage {}
}
