package cellwarden.poll;

import cellwarden.battery.Fault;
import cellwarden.battery.Sample;
import cellwarden.transport.TransportException;
import java.util.Optional;

/// A battery could not be read; carries the fault that says why.
public final class PollException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Fault fault;
  private final transient Optional<Sample> partial;

  PollException(Fault fault, Optional<Sample> partial, Throwable cause) {
    super(fault.sentence(), cause);
    this.fault = fault;
    this.partial = partial;
  }

  /// The fault that trouble with a link is.
  public static Fault faultOf(TransportException e) {
    Fault.Kind kind =
        switch (e.kind()) {
          case NOT_FOUND -> Fault.Kind.NOT_FOUND;
          case DENIED -> Fault.Kind.DENIED;
          case UNREACHABLE -> Fault.Kind.UNREACHABLE;
          case LOST -> Fault.Kind.LOST;
        };
    return new Fault(kind, String.valueOf(e.getMessage()), e.advice());
  }

  public Fault fault() {
    return fault;
  }

  /// What was read all the same, for a person to see: the values of register 03, where the cells
  /// stayed unknown. It is no sample that counts.
  public Optional<Sample> partial() {
    return partial;
  }
}
