package cellwarden.poll;

import cellwarden.battery.Fault;
import cellwarden.battery.Metric;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.Register;
import cellwarden.time.Moment;
import cellwarden.time.Time;
import cellwarden.transport.TransportException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Registers 03 and 04 read together, and whether they agree.
///
/// @param answered when 03 was answered
/// @param suspects what cannot be true, or contradicts another value: one of them is wrong, though
///   each frame was valid
record ReadingPair(Moment answered, BasicInfo basic, CellVoltages cells, Set<Metric> suspects) {

  /// How far the pack voltage may be off the sum of the cells, as a share of that sum.
  private static final double VOLTAGE_TOLERANCE = 0.02;

  /// Reads both, and both once more if one cannot be true or they contradict each other: the load
  /// may have changed between them. A second reading that fails does not cost the first, which then
  /// stays in doubt.
  static ReadingPair read(BmsClient client, Register<BasicInfo> basicInfo, Time time)
      throws TransportException, ExchangeException, HalfReadException, InterruptedException {
    ReadingPair first = readOnce(client, basicInfo, time);
    if (first.suspects().isEmpty()) {
      return first;
    }
    try {
      return readOnce(client, basicInfo, time);
    } catch (TransportException | ExchangeException | HalfReadException e) {
      return first;
    }
  }

  private static ReadingPair readOnce(BmsClient client, Register<BasicInfo> basicInfo, Time time)
      throws TransportException, ExchangeException, HalfReadException, InterruptedException {
    BasicInfo basic = client.read(basicInfo, BmsClient.Retry.REQUIRED);
    Moment answered = Moment.now(time);
    try {
      CellVoltages cells = client.read(CellVoltages.REGISTER, BmsClient.Retry.REQUIRED);
      return new ReadingPair(answered, basic, cells, suspects(basic, cells));
    } catch (ExchangeException e) {
      throw new HalfReadException(answered, basic, e);
    } catch (TransportException e) {
      throw new HalfReadException(answered, basic, e);
    }
  }

  /// Empty when everything can be, and agrees.
  static Set<Metric> suspects(BasicInfo basic, CellVoltages cells) {
    Set<Metric> suspects = cannotBe(RegisterValues.of(basic, cells, Optional.empty()));
    double sum = cells.sum();
    if (Math.abs(basic.voltage() - sum) > VOLTAGE_TOLERANCE * sum) {
      suspects.add(Metric.VOLTAGE);
    }
    if (basic.cellCount() != cells.count()) {
      suspects.add(Metric.CELLS);
    }
    return suspects;
  }

  /// What lies outside of its limits.
  static Set<Metric> cannotBe(Map<Metric, Object> values) {
    Set<Metric> cannotBe = EnumSet.noneOf(Metric.class);
    values.forEach((metric, value) -> {
      if (!metric.canBe(value)) {
        cannotBe.add(metric);
      }
    });
    return cannotBe;
  }

  /// Register 03 was read and 04 was not.
  static final class HalfReadException extends Exception {

    private static final long serialVersionUID = 1L;

    /// Whoever answers 03 is awake and a JBD BMS.
    private static final Optional<String> ADVICE =
        Optional.of("try nearer to it, and report the board if it never answers 04");

    private final transient Moment answered;
    private final transient BasicInfo basic;
    private final transient Fault fault;

    HalfReadException(Moment answered, BasicInfo basic, ExchangeException cause) {
      this(answered, basic, cause.fault(), cause);
    }

    HalfReadException(Moment answered, BasicInfo basic, TransportException cause) {
      this(answered, basic, PollException.faultOf(cause), cause);
    }

    private HalfReadException(Moment answered, BasicInfo basic, Fault fault, Throwable cause) {
      super(cause);
      this.answered = answered;
      this.basic = basic;
      this.fault = fault;
    }

    /// When 03 was answered.
    Moment answered() {
      return answered;
    }

    BasicInfo basic() {
      return basic;
    }

    /// Why 04 was not, and that 03 was.
    Fault fault() {
      return new Fault(
          fault.kind(),
          fault.detail() + ", though register 03 was answered",
          fault.kind() == Fault.Kind.NO_RESPONSE
              ? fault.advice().or(() -> ADVICE)
              : fault.advice());
    }
  }
}
