package cellwarden.poll;

import cellwarden.battery.Fault;
import cellwarden.battery.Sample;
import java.util.Optional;

/// A conversation with a battery that gave no reading: the device gave no usable answer to a
/// request, or the link broke after it had answered the first.
public sealed class ExchangeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Fault fault;
  private final transient Optional<Sample> partial;
  private final boolean echoed;

  ExchangeException(Fault fault) {
    this(fault, false);
  }

  /// @param echoed whether the device only sent back what it was asked
  ExchangeException(Fault fault, boolean echoed) {
    super(fault.detail());
    this.fault = fault;
    this.partial = Optional.empty();
    this.echoed = echoed;
  }

  /// @param partial what was read before
  ExchangeException(Fault fault, Sample partial, Throwable cause) {
    super(fault.detail(), cause);
    this.fault = fault;
    this.partial = Optional.of(partial);
    this.echoed = false;
  }

  boolean isEcho() {
    return echoed;
  }

  final Fault fault() {
    return fault;
  }

  /// What was read before the trouble; empty where nothing was.
  final Optional<Sample> partial() {
    return partial;
  }

  /// A board wants another password, or one at all.
  public static final class PasswordException extends ExchangeException {

    private static final long serialVersionUID = 1L;

    PasswordException(Fault fault) {
      super(fault);
    }
  }
}
