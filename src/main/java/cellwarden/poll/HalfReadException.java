package cellwarden.poll;

import cellwarden.battery.Fault;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.time.Moment;
import cellwarden.transport.TransportException;
import java.util.Optional;

/// Register 03 was read and 04 was not.
final class HalfReadException extends Exception {

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
        fault.kind() == Fault.Kind.NO_RESPONSE ? fault.advice().or(() -> ADVICE) : fault.advice());
  }
}
