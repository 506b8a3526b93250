package cellwarden.poll;

import cellwarden.battery.Fault;

/// A battery could not be read; carries the fault that says why.
public final class PollException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  PollException(Fault fault, Throwable cause) {
    super(fault.sentence(), cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
