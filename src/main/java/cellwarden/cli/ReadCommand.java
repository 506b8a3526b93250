package cellwarden.cli;

import cellwarden.app.Ending;
import cellwarden.app.Wiring;
import cellwarden.battery.EventJson;
import cellwarden.battery.Sample;
import cellwarden.cli.frame.RegisterDump;
import cellwarden.config.Defaults;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.PollException;
import cellwarden.settings.BatteryConfig;
import cellwarden.time.SystemTime;
import cellwarden.transport.AddressException;
import cellwarden.transport.AddressParser;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.Bluetooth;
import cellwarden.transport.ble.ChosenTransport.StackChoice;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
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
final class ReadCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<Bluetooth> radio;
  private Optional<StackChoice> choice = Optional.empty();

  @Parameters(paramLabel = "BATTERY", description = "An address, or a name from the configuration.")
  private String battery;

  @Option(names = "--json", description = "Print the sample as one JSON object.")
  private boolean json;

  @Option(
      names = "--registers",
      description = "Add each register's answer, as 'frame decode' shows it.")
  private boolean registers;

  @Mixin private ConfigurationOption configuration;

  ReadCommand(Console console, Supplier<Bluetooth> radio) {
    this.console = console;
    this.radio = radio;
  }

  @Override
  public Integer call() throws InterruptedException {
    BatteryConfig found = find();
    RegisterDump dump = new RegisterDump(console, found.x10());
    Ending ending = Ending.interruptingThisThread();
    try {
      print(readUntil(ending, found, dump));
      dump.print(json);
      return ExitStatus.OK;
    } catch (InterruptedException e) {
      if (!ending.isAsked()) {
        throw e;
      }
      return ExitStatus.FAILURE;
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
      Sample sample = reader.read();
      progress.clear();
      if (registers) {
        dump.read(reader.session().orElseThrow());
      }
      return sample;
    } catch (PollException e) {
      throw new FailureException(e.fault().kind().label() + ": " + e.fault().sentence());
    }
  }

  private BatteryReader reader(BatteryConfig found, Bluetooth bluetooth, Progress progress) {
    AttemptProgress attempts = new AttemptProgress(found.name(), progress);
    Transport transport =
        Wiring.transport(
            found,
            bluetooth,
            chosen -> {
              choice = Optional.of(chosen);
              attempts.over(chosen.stack());
            });
    // The registers are asked for over the same link.
    BatteryConfig kept = found.withKeepAlive(true);
    return Wiring.reader(kept, attempts.watch(Wiring.prepared(transport)), SystemTime.start());
  }

  /// Names have no colon, addresses have one.
  private BatteryConfig find() {
    if (battery.contains(":")) {
      try {
        return Defaults.battery(battery, AddressParser.parse(battery));
      } catch (AddressException e) {
        throw new UsageException(battery + ": " + e.getMessage());
      }
    }
    return configuration
        .read()
        .battery(battery)
        .orElseThrow(() ->
            new UsageException(
                "the configuration has no battery "
                    + battery
                    + "; name one of it or give an address such as ble:A4:C1:38:00:11:22"));
  }

  private void print(Sample sample) {
    if (json) {
      console.out().writeBytes(EventJson.encode(sample));
      console.out().println();
    } else {
      SampleTable.print(sample, choice, console.out());
    }
  }
}
