package cellwarden.cli;

import cellwarden.battery.Link;
import cellwarden.battery.Sample;
import cellwarden.energy.EnergyMeter;
import cellwarden.poll.RegisterValues;
import cellwarden.simulator.model.PackOptions;
import cellwarden.simulator.model.SimulatedBattery;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// The journal that a simulated battery would have left: a sample for each interval, numbered from
/// 1, in the battery's own time. Every poll succeeds and takes no time.
///
/// @param from time of the first sample, when the battery begins its life
/// @param to after the last sample
record SimulatedJournal(
    PackOptions battery, String name, Instant from, Instant to, Duration interval) {

  private static final Link LINK =
      new Link(1, Duration.ZERO, Duration.ZERO, OptionalInt.empty(), Optional.empty());

  /// Writes all samples to a file that must not exist.
  ///
  /// @param ended ends the writing early; the lines until then are whole
  /// @return how many samples were written
  /// @throws java.nio.file.FileAlreadyExistsException if there is such a file; it is left as it is
  long write(Path file, Progress progress, BooleanSupplier ended) throws IOException {
    SimulatedBattery simulated = SimulatedBattery.of(battery, from);
    EnergyMeter meter = new EnergyMeter(interval);
    long seq = 0;
    long shown = -1;
    String hardware = simulated.hardwareVersion().text();
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
        SampleWriter lines = new SampleWriter(out)) {
      for (Instant time = from;
          time.isBefore(to) && !ended.getAsBoolean();
          time = time.plus(interval)) {
        if (percent(time) != shown) {
          shown = percent(time);
          progress.show("writing %s (%d %%) ...".formatted(file, shown));
        }
        simulated.advanceTo(time);
        seq++;
        Sample sample = sample(simulated, hardware, time, seq);
        meter.read(sample, Duration.between(from, time).toNanos(), false);
        lines.add(sample.withCounters(meter.counted().counters(), 0));
      }
    }
    return seq;
  }

  private Sample sample(SimulatedBattery simulated, String hardware, Instant time, long seq) {
    return new Sample(
        OptionalLong.of(seq),
        time,
        true,
        name,
        RegisterValues.of(simulated.basicInfo(), simulated.cellVoltages(), Optional.of(hardware)),
        Set.of(),
        LINK,
        0);
  }

  private long percent(Instant time) {
    return 100
        * Duration.between(from, time).toSeconds()
        / Math.max(1, Duration.between(from, to).toSeconds());
  }
}
