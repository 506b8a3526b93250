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
import cellwarden.protocol.register.Register;
import cellwarden.simulator.model.SimulatedBattery;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Answers requests from a simulated battery, which it brings to the present first.
final class BoardRegisters implements AnswerSource {

  private final SimulatedBattery battery;
  private final InstantSource clock;
  private final Map<Integer, Supplier<Payload>> open;
  private final Map<Integer, Payload> texts = new HashMap<>();
  private boolean factoryMode;

  /// @param clock the battery's own time, which may run faster than ours
  BoardRegisters(SimulatedBattery battery, InstantSource clock) {
    this.battery = battery;
    this.clock = clock;
    this.open =
        Map.of(
            BasicInfo.REGISTER.number(), () -> battery.basicInfo().encode(),
            CellVoltages.REGISTER.number(), () -> battery.cellVoltages().encode(),
            HardwareVersion.REGISTER.number(), () -> battery.hardwareVersion().encode(),
            ErrorCounts.REGISTER.number(), () -> battery.errorCounts().encode(),
            DeviceText.MANUFACTURER.number(), text(DeviceText.MANUFACTURER, "Cellwarden"),
            DeviceText.DEVICE_NAME.number(), text(DeviceText.DEVICE_NAME, "Simulator"),
            DeviceText.BARCODE.number(), text(DeviceText.BARCODE, ""));
  }

  /// What the register holds, which a write may change.
  private Supplier<Payload> text(Register<DeviceText> register, String delivered) {
    texts.put(register.number(), new DeviceText(delivered).encode());
    return () -> texts.getOrDefault(register.number(), Payload.EMPTY);
  }

  @Override
  public List<Payload> answer(Request request) {
    battery.advanceTo(clock.instant());
    Response response =
        switch (request.op()) {
          case READ -> read(request.register());
          case WRITE -> new Response(request.register(), write(request), Payload.EMPTY);
        };
    return Fragments.notifications(response.encode());
  }

  @Override
  public void connected() {
    factoryMode = false;
  }

  private Response read(int register) {
    Supplier<Payload> needsNoFactoryMode = open.get(register);
    if (needsNoFactoryMode != null) {
      return new Response(register, Status.OK, needsNoFactoryMode.get());
    }
    Optional<Payload> setting = battery.setting(register);
    if (setting.isEmpty()) {
      return new Response(register, Status.UNKNOWN_REGISTER, Payload.EMPTY);
    }
    return factoryMode
        ? new Response(register, Status.OK, setting.get())
        : new Response(register, Status.NOT_ALLOWED, Payload.EMPTY);
  }

  /// @return the status of the answer
  private int write(Request request) {
    Optional<FactoryMode> mode = FactoryMode.of(request);
    if (mode.isPresent()) {
      enter(mode.get());
      return Status.OK;
    }
    int register = request.register();
    if (isPassword(request)) {
      return Status.OK;
    }
    if (register == FetControl.REGISTER) {
      Optional<FetControl> command = FetControl.decode(request.data());
      command.ifPresent(battery::command);
      return command.isPresent() ? Status.OK : Status.UNKNOWN_REGISTER;
    }
    boolean isText = texts.containsKey(register);
    if ((isText || battery.setting(register).isPresent()) && !factoryMode) {
      return Status.NOT_ALLOWED;
    }
    boolean taken =
        isText ? write(register, request.data()) : battery.configure(register, request.data());
    return taken ? Status.OK : Status.UNKNOWN_REGISTER;
  }

  private boolean write(int register, Payload text) {
    boolean fits = holdsAnnouncedBytes(text);
    if (fits) {
      texts.put(register, text);
    }
    return fits;
  }

  /// The board has no password, so any is right: 06 uses one, 07 changes it, 09 clears it. The
  /// phone app sends six zero bytes to 06 after it has connected.
  private static boolean isPassword(Request request) {
    boolean takesPassword =
        switch (request.register()) {
          case 0x06, 0x07, 0x09 -> true;
          default -> false;
        };
    return takesPassword && holdsAnnouncedBytes(request.data());
  }

  private static boolean holdsAnnouncedBytes(Payload data) {
    return !data.isEmpty() && data.u8(0) == data.length() - 1;
  }

  private void enter(FactoryMode mode) {
    factoryMode = mode == FactoryMode.ENTER;
    if (mode == FactoryMode.LEAVE_AND_SAVE) {
      battery.clearErrorCounts();
    }
  }
}
