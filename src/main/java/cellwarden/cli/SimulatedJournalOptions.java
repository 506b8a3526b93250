package cellwarden.cli;

import cellwarden.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `simulate --journal` needs to know.
final class SimulatedJournalOptions {

  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "Write the journal that the battery would have left, instead of listening.")
  private @Nullable Path file;

  @Option(
      names = "--from",
      paramLabel = "T",
      converter = InstantConverter.class,
      description = "With --journal: time of the first sample, such as 2026-06-01T12:00:00Z.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "T",
      converter = InstantConverter.class,
      description = "With --journal: the end; the last sample is before it.")
  private @Nullable Instant to;

  @Option(
      names = "--interval",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "With --journal: time from sample to sample (default: 10s).")
  private @Nullable Duration interval;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      converter = BatteryNameConverter.class,
      description = "With --journal: the battery's name in it (default: myBattery).")
  private @Nullable String name;

  /// Where to write; null where no journal is wanted.
  @Nullable Path file() {
    return file;
  }

  /// @throws UsageException if an option makes no sense without a journal
  void requireNone() {
    if (from != null || to != null || interval != null || name != null) {
      throw new UsageException("--from, --to, --interval and --name go with --journal only");
    }
  }

  /// @throws UsageException if an option is missing or the times hold no sample
  SimulatedJournal of(SimulatorOptions battery) {
    if (from == null || to == null) {
      throw new UsageException("--journal needs --from and --to, such as --from 2026-06-01");
    }
    if (!from.isBefore(to)) {
      throw new UsageException("--from must be before --to");
    }
    Duration every = interval == null ? Duration.ofSeconds(10) : interval;
    if (every.compareTo(SHORTEST_INTERVAL) < 0) {
      throw new UsageException("--interval is at least 1s, the step in which the battery lives");
    }
    return new SimulatedJournal(battery, name == null ? "myBattery" : name, from, to, every);
  }
}
