package cellwarden.cli;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Scanner;
import cellwarden.transport.ble.ScanningStack;
import java.util.Optional;

/// PLACEHOLDER until both stacks are there.
record MissingStack(BleAddress.Stack kind) implements ScanningStack {

  @Override
  public Optional<String> obstacle() {
    return Optional.of("not in this build");
  }

  @Override
  public Transport transport(BleAddress address) {
    return _ -> {
      throw missing();
    };
  }

  @Override
  public Scanner scanner() {
    return (_, _) -> {
      throw missing();
    };
  }

  private static TransportException missing() {
    return new TransportException(TransportException.Kind.UNREACHABLE, "not in this build");
  }

  @Override
  public void close() {}
}
