package cellwarden.simulator;

import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Payload;
import java.util.Optional;
import java.util.Random;

/// The Bluetooth module in front of the board, as far as its handshake goes.
///
/// It has no address over TCP or in process, with which secrets are scrambled, so it takes any
/// password and any root secret that is long enough.
final class SimulatedModule {

  private static final Payload ACCEPTED = Payload.of((byte) 0);
  private static final Payload REJECTED = Payload.of((byte) 1);
  private static final Payload APPLICATION_KEY = Payload.ofHex("303030303030");
  private static final int PASSWORD_LENGTH = 6;
  private static final int ROOT_SECRET_LENGTH = 15;

  private final Random random;

  SimulatedModule(Random random) {
    this.random = random;
  }

  /// What the module says to a frame.
  ///
  /// @return empty for a command that is not known
  Optional<ModuleFrame> answer(ModuleFrame request) {
    Payload data = request.data();
    return switch (request.command()) {
      case ModuleFrame.SET_NAME -> answer(request, Payload.EMPTY);
      case ModuleFrame.APPLICATION_KEY -> accepted(request, data.equals(APPLICATION_KEY));
      case ModuleFrame.RANDOM -> answer(request, Payload.of((byte) random.nextInt()));
      case ModuleFrame.PASSWORD, ModuleFrame.CHANGE_PASSWORD ->
          accepted(request, data.length() == PASSWORD_LENGTH);
      case ModuleFrame.ROOT_SECRET -> accepted(request, data.length() == ROOT_SECRET_LENGTH);
      default -> Optional.empty();
    };
  }

  private static Optional<ModuleFrame> accepted(ModuleFrame request, boolean accepted) {
    return answer(request, accepted ? ACCEPTED : REJECTED);
  }

  private static Optional<ModuleFrame> answer(ModuleFrame request, Payload data) {
    return Optional.of(new ModuleFrame(request.command(), data));
  }
}
