package cellwarden.cli.read;

import cellwarden.app.Ending;
import cellwarden.app.Wiring;
import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Progress;
import cellwarden.cli.frame.RegisterDump;
import cellwarden.energy.DerivedValues;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.PollException;
import cellwarden.settings.BatteryConfig;
import cellwarden.time.SystemTime;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.Bluetooth;
import cellwarden.transport.ble.ChosenTransport.StackChoice;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `read`: one connect, read, disconnect.
@Command(
    name = "read",
    description = {
      "Reads a battery once and shows what it says.",
      "Nothing is journalled or published."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden read ble:A4:C1:38:00:11:22",
      "  cellwarden read tcp:192.168.1.7:8899",
      "  cellwarden read myBattery --json",
      "  cellwarden read sim:16s --registers",
    })
public final class ReadCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<Bluetooth> radio;
  private Optional<StackChoice> choice = Optional.empty();
  private int attempts;

  @Parameters(paramLabel = "BATTERY", description = "An address, or a name from the configuration.")
  private String battery;

  @Option(names = "--json", description = "Print the sample as one JSON object.")
  private boolean json;

  @Option(
      names = "--registers",
      description = "Add each register's answer, as 'frame decode' shows it.")
  private boolean registers;

  @Mixin private ConfigurationOption configuration;

  public ReadCommand(Console console, Supplier<Bluetooth> radio) {
    this.console = console;
    this.radio = radio;
  }

  @Override
  public Integer call() throws InterruptedException {
    BatteryConfig found = configuration.battery(battery);
    RegisterDump dump = new RegisterDump(console, found.x10());
    Ending ending = Ending.interruptingThisThread();
    try {
      print(readUntil(ending, found, dump));
      dump.print(json);
      return ExitCode.OK;
    } catch (InterruptedException e) {
      if (!ending.isAsked()) {
        throw e;
      }
      return CommandException.FAILURE;
    }
  }

  private Sample readUntil(Ending ending, BatteryConfig found, RegisterDump dump)
      throws InterruptedException {
    try (ending) {
      return read(found, dump);
    }
  }

  private Sample read(BatteryConfig found, RegisterDump dump) throws InterruptedException {
    try (Bluetooth bluetooth = radio.get();
        Progress progress = console.progress();
        BatteryReader reader = reader(found, bluetooth, progress)) {
      Sample sample = new DerivedValues().addTo(reader.read(), 0, false, Optional.empty());
      progress.clear();
      if (registers) {
        dump.read(reader.session().orElseThrow());
      }
      return sample;
    } catch (PollException e) {
      e.partial().ifPresent(this::print);
      throw CommandException.failure(e.fault().kind().label() + ": " + e.fault().sentence());
    }
  }

  private BatteryReader reader(BatteryConfig found, Bluetooth bluetooth, Progress progress) {
    Transport transport =
        Wiring.transport(
            found,
            bluetooth,
            chosen -> {
              choice = Optional.of(chosen);
              showAttempt(found, progress);
            });
    // The registers are asked for over the same link.
    BatteryConfig kept = found.withKeepAlive(true);
    Transport prepared = Wiring.prepared(transport);
    Transport shown =
        timeout -> {
          attempts++;
          showAttempt(found, progress);
          return prepared.connect(timeout);
        };
    return Wiring.reader(kept, shown, configuration.journal(), SystemTime.start());
  }

  /// Shows which connect it is, and over which Bluetooth stack.
  private void showAttempt(BatteryConfig found, Progress progress) {
    if (attempts > 0) {
      String way = choice.map(chosen -> " over " + chosen.stack().label()).orElse("");
      progress.show(
          "reading %s%s (attempt %d of %d) ..."
              .formatted(found.title(), way, attempts, BatteryReader.ATTEMPTS));
    }
  }

  private void print(Sample sample) {
    if (json) {
      console.printJson(EventJson.encode(sample));
    } else {
      SampleTable.print(sample, choice, console.out(), console.look());
    }
  }
}
