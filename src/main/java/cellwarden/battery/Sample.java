package cellwarden.battery;

import cellwarden.protocol.BasicInfo;
import cellwarden.protocol.CellVoltages;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One reading of one battery: what registers 03 and 04 said, when, and how the link did.
///
/// `(battery, seq)` identifies a sample; the time does not, since the wall clock of a Raspberry Pi
/// may jump.
///
/// @param seq position in the journal; empty until the journal has it
/// @param time wall clock when register 03 was answered
/// @param clockSet false where the machine's clock had not been set yet, so that the time is wrong
/// @param battery name from the configuration, or the address of an unnamed battery
/// @param hardwareVersion from register 05, read once for each device; empty where it is refused
/// @param suspect what contradicted another value and still did when it was read again: names of
///   fields
/// @param energy the counters as they stand at this sample; empty where nobody counts
public record Sample(
    OptionalLong seq,
    Instant time,
    boolean clockSet,
    String battery,
    BasicInfo basic,
    CellVoltages cells,
    Optional<String> hardwareVersion,
    Link link,
    List<String> suspect,
    Optional<Energy> energy) {

  public Sample {
    suspect = List.copyOf(suspect);
  }

  /// A sample at a time that is right, without counters.
  public Sample(
      OptionalLong seq,
      Instant time,
      String battery,
      BasicInfo basic,
      CellVoltages cells,
      Optional<String> hardwareVersion,
      Link link,
      List<String> suspect) {
    this(seq, time, true, battery, basic, cells, hardwareVersion, link, suspect, Optional.empty());
  }

  /// The same sample at its place in the journal.
  public Sample withSeq(long newSeq) {
    return new Sample(
        OptionalLong.of(newSeq),
        time,
        clockSet,
        battery,
        basic,
        cells,
        hardwareVersion,
        link,
        suspect,
        energy);
  }

  /// The same sample with the counters as they stand at it.
  public Sample withEnergy(Energy newEnergy) {
    return new Sample(
        seq,
        time,
        clockSet,
        battery,
        basic,
        cells,
        hardwareVersion,
        link,
        suspect,
        Optional.of(newEnergy));
  }
}
