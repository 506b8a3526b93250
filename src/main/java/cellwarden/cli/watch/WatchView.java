package cellwarden.cli.watch;

import cellwarden.battery.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Everything that is known at one moment.
///
/// @param now the wall clock
/// @param source in words, where the values come from
/// @param trouble why nothing comes from there now; empty while it does
/// @param batteries in the order of the configuration
/// @param happenings in the order in which they came
record WatchView(
    Instant now,
    String source,
    Optional<String> trouble,
    List<Battery> batteries,
    List<Happening> happenings) {

  /// One battery.
  ///
  /// @param title what people call it
  /// @param age since it was read; of no meaning without a reading
  /// @param isStale whether the reading says no more how things are
  /// @param isPaused whether the service leaves it alone
  /// @param fault what went wrong in the last poll, as a sentence
  /// @param hour the mean of each of the last [Hour#MINUTES] minutes
  record Battery(
      String name,
      String title,
      Optional<SeenSample> reading,
      Duration age,
      boolean isStale,
      boolean isOffline,
      boolean isPaused,
      Optional<String> fault,
      Map<Metric, List<OptionalDouble>> hour) {}

  /// An event in words.
  record Happening(Instant time, String battery, String words) {}
}
