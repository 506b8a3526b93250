package cellwarden.poll;

import cellwarden.protocol.BasicInfo;
import cellwarden.protocol.CellVoltages;
import cellwarden.protocol.Register;
import cellwarden.transport.TransportException;
import java.util.List;

/// Registers 03 and 04 read together, and whether they agree.
///
/// @param answered when 03 was answered
/// @param suspects fields of the sample that contradict another value
record ReadingPair(Moment answered, BasicInfo basic, CellVoltages cells, List<String> suspects) {

  /// Reads both, and both once more if they contradict each other: the load may have changed
  /// between them. A second reading that fails does not cost the first, which then stays in doubt.
  static ReadingPair read(BmsClient client, Register<BasicInfo> basicInfo, Time time)
      throws TransportException, ExchangeException, InterruptedException {
    ReadingPair first = readOnce(client, basicInfo, time);
    if (first.suspects().isEmpty()) {
      return first;
    }
    try {
      return readOnce(client, basicInfo, time);
    } catch (TransportException | ExchangeException e) {
      return first;
    }
  }

  private static ReadingPair readOnce(BmsClient client, Register<BasicInfo> basicInfo, Time time)
      throws TransportException, ExchangeException, InterruptedException {
    BasicInfo basic = client.read(basicInfo, RetryPolicy.REQUIRED);
    Moment answered = Moment.now(time);
    CellVoltages cells = client.read(CellVoltages.REGISTER, RetryPolicy.REQUIRED);
    return new ReadingPair(answered, basic, cells, Plausibility.suspects(basic, cells));
  }
}
