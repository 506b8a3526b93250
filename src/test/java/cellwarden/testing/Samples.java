package cellwarden.testing;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Fault;
import cellwarden.battery.Link;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.energy.Energy;
import cellwarden.poll.RegisterValues;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Samples and events to hand around.
public final class Samples {

  public static final Instant TIME = FakeTime.START;

  private static final Link LINK =
      new Link(
          1, Duration.ofMillis(412), Duration.ofMillis(96), OptionalInt.of(-61), Optional.empty());

  private Samples() {}

  /// The sample that the documentation shows, not yet in a journal.
  public static Sample aSample() {
    return aSample("myBattery");
  }

  public static Sample aSample(String battery) {
    return sample(battery, Answers.BASIC, Answers.CELLS, Optional.of(Answers.MODEL), LINK);
  }

  /// The documented sample with other answers of the device.
  ///
  /// @param basic payload of register 03, in hex
  /// @param cells payload of register 04, in hex
  /// @param suspect what contradicts another value
  public static Sample sample(
      String battery,
      String basic,
      String cells,
      Optional<String> hardware,
      Link link,
      Metric... suspect) {
    return new Sample(
        OptionalLong.empty(),
        TIME,
        true,
        battery,
        RegisterValues.of(basic(basic), cells(cells), hardware),
        Set.of(suspect),
        link,
        0);
  }

  /// The sample with these counters.
  public static Sample counted(Sample sample, Energy energy) {
    return sample.withCounters(energy.counters(), 0);
  }

  /// The counters of a sample.
  public static Optional<Energy> energy(Sample sample) {
    return Energy.of(sample::number);
  }

  public static BatteryEvent.Reading aReading(String battery) {
    return new BatteryEvent.Reading(aSample(battery));
  }

  /// A poll that met silence.
  ///
  /// @param consecutive failed polls in a row
  public static BatteryEvent.Failed aFailure(String battery, int consecutive) {
    Fault fault =
        new Fault(Fault.Kind.NO_RESPONSE, "register 03: no answer after 3 tries in 4.5 s");
    return new BatteryEvent.Failed(TIME, battery, fault, consecutive);
  }

  /// Register 03 with this payload, in hex with or without blanks.
  public static BasicInfo basic(String payload) {
    try {
      return BasicInfo.REGISTER.decode(Payload.ofHex(payload.replace(" ", "")));
    } catch (MalformedPayloadException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Register 04 with this payload, in hex with or without blanks.
  public static CellVoltages cells(String payload) {
    try {
      return CellVoltages.REGISTER.decode(Payload.ofHex(payload.replace(" ", "")));
    } catch (MalformedPayloadException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
