package cellwarden.cli.simulate;

import cellwarden.battery.EventJson;
import cellwarden.battery.Link;
import cellwarden.battery.Sample;
import cellwarden.energy.DerivedValues;
import cellwarden.energy.EnergyMeter;
import cellwarden.poll.RegisterValues;
import cellwarden.simulator.model.PackOptions;
import cellwarden.simulator.model.SimulatedBattery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/// The journal that a simulated battery would have left: a sample for each interval, numbered from
/// 1, in the battery's own time. Every poll succeeds and takes no time.
final class SimulatedJournal {

  private static final Link LINK =
      new Link(1, Duration.ZERO, Duration.ZERO, OptionalInt.empty(), Optional.empty());
  private static final int BATCH = 512;
  private static final int BATCHES_AHEAD = 4;
  private static final int USUAL_LINE = 768;

  private final String name;
  private final Instant from;
  private final Instant to;
  private final Duration interval;
  private final SimulatedBattery battery;
  private final DerivedValues derived = new DerivedValues();
  private final EnergyMeter meter;
  private final Optional<String> hardware;
  private long samples;
  private long shown = -1;

  /// @param from time of the first sample, when the battery begins its life
  /// @param to after the last sample
  SimulatedJournal(PackOptions battery, String name, Instant from, Instant to, Duration interval) {
    this.name = name;
    this.from = from;
    this.to = to;
    this.interval = interval;
    this.battery = SimulatedBattery.of(battery, from);
    this.meter = new EnergyMeter(interval);
    this.hardware = Optional.of(this.battery.hardwareVersion().text());
  }

  String name() {
    return name;
  }

  /// Writes all samples to a file that must not exist.
  ///
  /// Other threads make the lines while this one makes the samples: either takes half of the time
  /// of a journal of a year.
  ///
  /// @param progress hears each percent that is done
  /// @param ended ends the writing early; the lines until then are whole
  /// @return how many samples were written
  /// @throws java.nio.file.FileAlreadyExistsException if there is such a file; it is left as it is
  long write(Path file, LongConsumer progress, BooleanSupplier ended) throws IOException {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      Iterator<byte[]> batches =
          Stream.iterate(
                  from,
                  time -> time.isBefore(to) && !ended.getAsBoolean(),
                  time -> time.plus(interval))
              .map(time -> sample(time, progress))
              .gather(Gatherers.windowFixed(BATCH))
              .gather(Gatherers.mapConcurrent(BATCHES_AHEAD, SimulatedJournal::lines))
              .iterator();
      while (batches.hasNext()) {
        out.write(batches.next());
      }
    }
    return samples;
  }

  private Sample sample(Instant time, LongConsumer progress) {
    Duration passed = Duration.between(from, time);
    long percent = 100 * passed.toSeconds() / Math.max(1, Duration.between(from, to).toSeconds());
    if (percent != shown) {
      shown = percent;
      progress.accept(percent);
    }
    battery.advanceTo(time);
    samples++;
    Sample sample =
        new Sample(
            OptionalLong.of(samples),
            time,
            true,
            name,
            RegisterValues.of(battery.basicInfo(), battery.cellVoltages(), hardware),
            Set.of(),
            LINK,
            0);
    meter.read(sample, passed.toNanos(), false);
    return derived
        .addTo(sample, passed.toNanos(), false, Optional.empty())
        .withCounters(meter.counted().counters(), 0);
  }

  private static byte[] lines(List<Sample> samples) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(samples.size() * USUAL_LINE);
    for (Sample sample : samples) {
      lines.writeBytes(EventJson.encode(sample));
      lines.write('\n');
    }
    return lines.toByteArray();
  }
}
