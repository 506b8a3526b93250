package cellwarden.cli.frame;

import cellwarden.cli.console.Console;
import cellwarden.poll.BatterySession;
import cellwarden.poll.ExchangeException;
import cellwarden.protocol.register.Register;
import cellwarden.protocol.register.Registers;
import cellwarden.protocol.register.TenfoldUnits;
import cellwarden.transport.TransportException;
import java.util.ArrayList;
import java.util.List;

/// The answers of all registers that can be read without factory mode, refusals included.
public final class RegisterDump {

  private final Console console;
  private final TenfoldUnits units;
  private final List<DecodedLine> answers = new ArrayList<>();

  /// @param units override of the device's unit flag
  public RegisterDump(Console console, TenfoldUnits units) {
    this.console = console;
    this.units = units;
  }

  /// Asks for each register; one that stays silent is said on standard error and left out.
  public void read(BatterySession session) throws InterruptedException {
    for (Register<?> register : Registers.OPEN) {
      try {
        answers.add(DecodedLine.of(session.ask(register.request()), units));
      } catch (ExchangeException | TransportException e) {
        console.note(register.name() + ": " + e.getMessage());
      }
    }
  }

  /// Prints the answers so far, as `frame decode` does.
  public void print(boolean json) {
    for (int i = 0; i < answers.size(); i++) {
      FramePrinter.print(i + 1, answers.get(i), json, console);
    }
  }
}
