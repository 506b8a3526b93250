package cellwarden.simulator;

import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Payload;
import cellwarden.simulator.SimulatorOptions.Mode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

/// The Bluetooth module in front of the board, as far as its handshake goes.
///
/// With a password the board is not heard before it was given; without one any password and any
/// root secret that is long enough is taken.
final class SimulatedModule {

  private static final Payload ACCEPTED = Payload.of((byte) 0);
  private static final Payload REJECTED = Payload.of((byte) 1);
  private static final Payload NO_PASSWORD = Payload.of((byte) 2);
  private static final Payload APPLICATION_KEY = Payload.ofHex("303030303030");
  private static final int PASSWORD_LENGTH = 6;
  private static final int ROOT_SECRET_LENGTH = 15;

  private final Random random;
  private final Optional<SimulatorOptions.Password> password;
  private int lastRandom;
  private int wrong;
  private boolean passwordTaken;
  private boolean open;

  SimulatedModule(Random random, Optional<SimulatorOptions.Password> password) {
    this.random = random;
    this.password = password;
    connected();
  }

  /// Each conversation begins without the password.
  void connected() {
    passwordTaken = false;
    open = password.isEmpty() || is(Mode.ECHO);
  }

  /// Whether requests reach the board.
  boolean isOpen() {
    return open;
  }

  /// What the module says to a frame.
  ///
  /// @return empty for a command that is not known
  Optional<ModuleFrame> answer(ModuleFrame request) {
    Payload data = request.data();
    if (is(Mode.ECHO)) {
      return Optional.of(request);
    }
    return switch (request.command()) {
      case ModuleFrame.SET_NAME -> answer(request, Payload.EMPTY);
      case ModuleFrame.APPLICATION_KEY -> answer(request, applicationKey(data));
      case ModuleFrame.RANDOM -> {
        lastRandom = random.nextInt(256);
        yield answer(request, Payload.of((byte) lastRandom));
      }
      case ModuleFrame.PASSWORD -> {
        passwordTaken =
            password.map(it -> takes(data, it)).orElse(data.length() == PASSWORD_LENGTH);
        yield accepted(request, passwordTaken);
      }
      case ModuleFrame.CHANGE_PASSWORD ->
          accepted(request, open && data.length() == PASSWORD_LENGTH);
      case ModuleFrame.ROOT_SECRET -> {
        boolean right =
            password.map(it -> isRoot(data, it)).orElse(data.length() == ROOT_SECRET_LENGTH);
        open |= passwordTaken && right;
        yield accepted(request, right);
      }
      default -> Optional.empty();
    };
  }

  private boolean is(Mode mode) {
    return password.filter(it -> it.mode() == mode).isPresent();
  }

  private Payload applicationKey(Payload data) {
    if (password.isEmpty()) {
      return NO_PASSWORD;
    }
    if (is(Mode.PIN)) {
      SimulatorOptions.Password pin = password.orElseThrow();
      open |= counted(data.equals(Payload.of(pin.text().getBytes(StandardCharsets.US_ASCII))), pin);
      return open ? ACCEPTED : REJECTED;
    }
    return data.equals(APPLICATION_KEY) ? ACCEPTED : REJECTED;
  }

  private boolean takes(Payload data, SimulatorOptions.Password wanted) {
    Payload right = ModuleFrame.password(wanted.mac().toBytes(), lastRandom, wanted.text()).data();
    return counted(!is(Mode.PIN) && data.equals(right), wanted);
  }

  /// A module that is locked takes the right password neither.
  private boolean counted(boolean right, SimulatorOptions.Password wanted) {
    boolean taken = right && wrong < wanted.locks();
    wrong += taken ? -wrong : 1;
    return taken;
  }

  private boolean isRoot(Payload data, SimulatorOptions.Password wanted) {
    return data.equals(ModuleFrame.rootSecret(wanted.mac().toBytes(), lastRandom).data());
  }

  private static Optional<ModuleFrame> accepted(ModuleFrame request, boolean accepted) {
    return answer(request, accepted ? ACCEPTED : REJECTED);
  }

  private static Optional<ModuleFrame> answer(ModuleFrame request, Payload data) {
    return Optional.of(new ModuleFrame(request.command(), data));
  }
}
