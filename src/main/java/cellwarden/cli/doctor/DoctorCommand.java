package cellwarden.cli.doctor;

import cellwarden.app.Ending;
import cellwarden.app.StartException;
import cellwarden.app.Wiring;
import cellwarden.capture.CaptureLine;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Progress;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import cellwarden.settings.JournalConfig;
import cellwarden.time.SystemTime;
import cellwarden.time.Time;
import cellwarden.transport.BleAddress;
import cellwarden.transport.SerialAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.Bluetooth;
import cellwarden.transport.ble.ChosenTransport;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `doctor`: why a battery is silent.
@Command(
    name = "doctor",
    description = {
      "Finds out why a battery is silent.",
      "Walks from the Bluetooth adapter, or the serial port, to the last register of a battery, then to the broker,",
      "the clock, the disk and the journal. Ends with one sentence, and the command that helps. Nothing is changed or",
      "journalled."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden doctor",
      "  cellwarden doctor ble:A4:C1:38:00:11:22",
      "  cellwarden doctor myBattery --bundle support.txt",
    })
public final class DoctorCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<Bluetooth> radio;
  private final MachineFiles machine = new MachineFiles(Path.of("/"));
  private final List<CaptureLine> dialogue = new ArrayList<>();

  @Parameters(
      paramLabel = "BATTERY",
      arity = "0..1",
      description = "An address, or a name from the configuration (default: all of its batteries).")
  private @Nullable String battery;

  @Option(names = "--json", description = "Print each step as one JSON object a line.")
  private boolean json;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = {
        "Write a file for those who help: the steps, versions, the adapter, the configuration and the bytes of the",
        "dialogues, without secrets and without whole MAC addresses."
      })
  private @Nullable Path bundle;

  @Mixin private ConfigurationOption configuration;

  public DoctorCommand(Console console, Supplier<Bluetooth> radio) {
    this.console = console;
    this.radio = radio;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<Configuration> said = configuration();
    List<BatteryConfig> batteries =
        battery == null
            ? said.map(Configuration::batteries).orElseThrow()
            : List.of(configuration.battery(battery));
    Optional<SupportFile> support = supportFile();
    Ending ending = Ending.interruptingThisThread();
    try (ending;
        Progress progress = console.progress()) {
      Steps steps = new Steps(console, progress, json);
      walk(batteries, said, steps);
      if (support.isPresent()) {
        support.get().write(steps.done(), dialogue, said);
      }
      return steps.conclude(again()) ? ExitCode.OK : CommandException.FAILURE;
    } catch (InterruptedException e) {
      if (!ending.isAsked()) {
        throw e;
      }
      return CommandException.FAILURE;
    }
  }

  /// This command again, for the shell.
  private String again() {
    StringBuilder again = new StringBuilder("cellwarden doctor");
    if (battery != null) {
      again.append(battery.matches("[A-Za-z0-9_:./-]+") ? " " + battery : " '" + battery + "'");
    }
    configuration.named().ifPresent(file -> again.append(" -c ").append(file));
    return again.toString();
  }

  /// The configuration is needed only where it was named, or names the batteries.
  private Optional<Configuration> configuration() {
    boolean needed = battery == null || !battery.contains(":");
    return needed ? Optional.of(configuration.read()) : configuration.readIfThere();
  }

  private Optional<SupportFile> supportFile() {
    if (bundle == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SupportFile(bundle, machine));
    } catch (FileAlreadyExistsException e) {
      throw CommandException.usage(bundle + " exists already; name another file");
    } catch (IOException e) {
      throw CommandException.usage(CommandException.unwritable(bundle, e));
    }
  }

  private void walk(List<BatteryConfig> batteries, Optional<Configuration> said, Steps steps)
      throws InterruptedException {
    Time time = SystemTime.start();
    try (Bluetooth bluetooth = radio.get()) {
      for (BatteryConfig each : batteries) {
        String address = each.address().toString();
        steps.about(
            subject(each),
            address.equals(subject(each)) ? address : each.name() + " at " + address);
        walk(each, said.map(it -> it.journal().path()), bluetooth, time, steps);
      }
    }
    if (said.isPresent() && said.get().mqtt().isPresent()) {
      String url = said.get().mqtt().get().url().toString();
      steps.about("broker " + url, "broker " + url);
      new BrokerWalk(steps, said.get().mqtt().get()).walk();
    }
    steps.about("this machine", "this machine");
    MachineWalk rest = new MachineWalk(steps);
    rest.clock(time);
    if (said.isPresent()) {
      JournalConfig journal = said.get().journal();
      if (rest.disk(journal)) {
        rest.journal(journal);
      }
    }
  }

  /// An address as the faults write it, else the name.
  private static String subject(BatteryConfig each) {
    return each.name().contains(":") ? each.address().toString() : each.name();
  }

  private void walk(
      BatteryConfig each, Optional<Path> journal, Bluetooth bluetooth, Time time, Steps steps)
      throws InterruptedException {
    Transport transport;
    try {
      transport = Wiring.transport(each, bluetooth, _ -> {});
    } catch (StartException e) {
      steps.failed("address", String.valueOf(e.getMessage()));
      return;
    }
    boolean reachable = true;
    BatteryWalk.CloserLook closer = trouble -> trouble;
    if (each.address() instanceof BleAddress ble && transport instanceof ChosenTransport way) {
      RadioWalk radioWalk = new RadioWalk(steps, bluetooth, machine);
      closer = trouble -> radioWalk.closer(trouble, ble, way);
      reachable = radioWalk.walk(ble, way);
    } else if (each.address() instanceof SerialAddress serial) {
      reachable = new SerialWalk(steps).walk(serial);
    }
    if (reachable) {
      dialogue.addAll(new BatteryWalk(steps, each, transport, closer, journal, time).walk());
    }
  }
}
