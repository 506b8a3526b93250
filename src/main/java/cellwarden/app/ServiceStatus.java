package cellwarden.app;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryControl.PollHealth;
import cellwarden.battery.BatteryEvent;
import cellwarden.output.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// How the service does, in one line for a person: which batteries were read and which are silent,
/// and whether the outputs and the journal do their part.
///
/// @param batteries in the order of the configuration
/// @param ended what came of their polls
/// @param journalFails whether readings cannot be journalled now
record ServiceStatus(
    List<BatteryControl> batteries,
    EndedPolls ended,
    List<Output> outputs,
    BooleanSupplier journalFails) {

  /// Of those that are not well so many are named.
  private static final int MOST_NAMED = 3;

  /// The line as of now.
  String words() {
    List<String> parts = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<Duration> ages = new ArrayList<>();
    for (BatteryControl battery : batteries) {
      Optional<Duration> age = ended.sinceReading(battery.battery());
      Optional<String> trouble = trouble(battery.health(), age);
      trouble.ifPresentOrElse(
          words -> others.add(battery.battery() + " " + words), () -> age.ifPresent(ages::add));
    }
    ages.stream().max(Duration::compareTo).ifPresent(oldest -> parts.add(read(ages, oldest)));
    parts.addAll(others.subList(0, Math.min(MOST_NAMED, others.size())));
    if (others.size() > MOST_NAMED) {
      parts.add((others.size() - MOST_NAMED) + " more not read");
    }
    List<String> all = new ArrayList<>(List.of(String.join(", ", parts)));
    if (journalFails.getAsBoolean()) {
      all.add("the journal cannot be written");
    }
    outputs.forEach(output -> output.status().ifPresent(all::add));
    return String.join("; ", all);
  }

  private String read(List<Duration> ages, Duration oldest) {
    int all = batteries.size();
    String who =
        all == 1
            ? batteries.getFirst().battery()
            : ages.size() == all
                ? all + " batteries, all"
                : ages.size() + " of " + all + " batteries";
    return who + " read within the last " + within(oldest);
  }

  /// Why a battery counts as not read.
  private static Optional<String> trouble(PollHealth health, Optional<Duration> age) {
    if (health.paused()) {
      return Optional.of("paused");
    }
    if (age.isEmpty()) {
      return Optional.of(health.failures() == 0 ? "not read yet" : "silent since the start");
    }
    return health.failuresInARow() >= BatteryEvent.FAILURES_TO_OFFLINE
        ? Optional.of("silent for " + about(age.get()))
        : Optional.empty();
  }

  /// Rounded up.
  private static String within(Duration age) {
    return age.compareTo(Duration.ofMinutes(1)) <= 0
        ? "minute"
        : about(age.plus(Duration.ofMinutes(1)).minusNanos(1));
  }

  private static String about(Duration time) {
    if (time.toHours() >= 48) {
      return time.toDays() + " days";
    }
    return time.toHours() >= 2 ? time.toHours() + " h" : time.toMinutes() + " min";
  }
}
