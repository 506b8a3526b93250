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
/// @param energyEpoch the journal that the counters go on from, as [SampleLog#epoch()] has it; 0
///   where they go on from none
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
    Optional<Energy> energy,
    int energyEpoch) {

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
    this(
        seq,
        time,
        true,
        battery,
        basic,
        cells,
        hardwareVersion,
        link,
        suspect,
        Optional.empty(),
        0);
  }

  /// The same sample at its place in the journal.
  public Sample withSeq(long newSeq) {
    return with(OptionalLong.of(newSeq), energy, energyEpoch);
  }

  /// The same sample with the counters as they stand at it, which go on from no journal.
  public Sample withEnergy(Energy newEnergy) {
    return withEnergy(newEnergy, 0);
  }

  /// The same sample with the counters as they stand at it.
  ///
  /// @param epoch the journal that they go on from
  public Sample withEnergy(Energy newEnergy, int epoch) {
    return with(seq, Optional.of(newEnergy), epoch);
  }

  /// The same sample as it fits in a journal: without counters that go on from another one, since
  /// they would fall there.
  public Sample inEpoch(int epoch) {
    return energyEpoch == epoch ? this : with(seq, Optional.empty(), 0);
  }

  private Sample with(OptionalLong newSeq, Optional<Energy> newEnergy, int newEpoch) {
    return new Sample(
        newSeq,
        time,
        clockSet,
        battery,
        basic,
        cells,
        hardwareVersion,
        link,
        suspect,
        newEnergy,
        newEpoch);
  }
}
