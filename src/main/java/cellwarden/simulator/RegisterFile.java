package cellwarden.simulator;

import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.DeviceText;
import cellwarden.protocol.register.ErrorCounts;
import cellwarden.protocol.register.FactoryMode;
import cellwarden.protocol.register.FetControl;
import cellwarden.protocol.register.HardwareVersion;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Answers requests from a simulated battery, which it brings to the present first.
final class RegisterFile implements AnswerSource {

  private final SimulatedBattery battery;
  private final InstantSource clock;
  private boolean factoryMode;

  /// @param clock the battery's own time, which may run faster than ours
  RegisterFile(SimulatedBattery battery, InstantSource clock) {
    this.battery = battery;
    this.clock = clock;
  }

  @Override
  public List<Payload> answer(Request request) {
    battery.advanceTo(clock.instant());
    Response response =
        switch (request.op()) {
          case READ -> read(request.register());
          case WRITE -> write(request);
        };
    return Fragments.notifications(response.encode());
  }

  @Override
  public void connected() {
    factoryMode = false;
  }

  private Response read(int register) {
    Optional<Payload> open = measured(register);
    if (open.isPresent()) {
      return new Response(register, Status.OK, open.get());
    }
    return battery
        .setting(register)
        .map(data -> locked() ? notAllowed(register) : new Response(register, Status.OK, data))
        .orElseGet(() -> unknown(register));
  }

  /// The registers that need no factory mode.
  private Optional<Payload> measured(int register) {
    if (register == BasicInfo.REGISTER.number()) {
      return Optional.of(battery.basicInfo().encode());
    } else if (register == CellVoltages.REGISTER.number()) {
      return Optional.of(battery.cellVoltages().encode());
    } else if (register == HardwareVersion.REGISTER.number()) {
      return Optional.of(battery.hardwareVersion().encode());
    } else if (register == ErrorCounts.REGISTER.number()) {
      return Optional.of(battery.errorCounts().encode());
    } else if (register == DeviceText.MANUFACTURER.number()) {
      return Optional.of(new DeviceText("Cellwarden").encode());
    } else if (register == DeviceText.DEVICE_NAME.number()) {
      return Optional.of(new DeviceText("Simulator").encode());
    } else if (register == DeviceText.BARCODE.number()) {
      return Optional.of(new DeviceText("").encode());
    }
    return Optional.empty();
  }

  private Response write(Request request) {
    int register = request.register();
    Optional<FactoryMode> mode = FactoryMode.of(request);
    if (mode.isPresent()) {
      enter(mode.get());
      return done(register);
    }
    if (register == FetControl.REGISTER) {
      Optional<FetControl> command = FetControl.decode(request.data());
      command.ifPresent(battery::command);
      return command.isPresent() ? done(register) : unknown(register);
    }
    if (battery.setting(register).isEmpty()) {
      return unknown(register);
    }
    if (locked()) {
      return notAllowed(register);
    }
    return battery.configure(register, request.data()) ? done(register) : unknown(register);
  }

  private void enter(FactoryMode mode) {
    factoryMode = mode == FactoryMode.ENTER;
    if (mode == FactoryMode.LEAVE_AND_SAVE) {
      battery.clearErrorCounts();
    }
  }

  private boolean locked() {
    return !factoryMode;
  }

  private static Response done(int register) {
    return new Response(register, Status.OK, Payload.EMPTY);
  }

  private static Response unknown(int register) {
    return new Response(register, Status.UNKNOWN_REGISTER, Payload.EMPTY);
  }

  private static Response notAllowed(int register) {
    return new Response(register, Status.NOT_ALLOWED, Payload.EMPTY);
  }
}
