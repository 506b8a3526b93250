package cellwarden.testing;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Fault;
import cellwarden.battery.Link;
import cellwarden.battery.Sample;
import cellwarden.protocol.BasicInfo;
import cellwarden.protocol.CellVoltages;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Samples and events to hand around.
public final class Samples {

  public static final Instant TIME = FakeTime.START;

  private Samples() {}

  /// The sample that the documentation shows, not yet in a journal.
  public static Sample aSample() {
    return aSample("myBattery");
  }

  public static Sample aSample(String battery) {
    return new Sample(
        OptionalLong.empty(),
        TIME,
        battery,
        basic(Answers.BASIC),
        cells(Answers.CELLS),
        Optional.of(Answers.MODEL),
        new Link(
            1,
            Duration.ofMillis(412),
            Duration.ofMillis(96),
            OptionalInt.of(-61),
            Optional.empty()),
        List.of());
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
