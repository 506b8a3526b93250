package cellwarden.cli.scan;

import cellwarden.app.Ending;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Progress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Bluetooth;
import cellwarden.transport.ble.ChosenTransport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// `scan`: finds batteries nearby.
@Command(
    name = "scan",
    description = {
      "Finds batteries nearby and says which are JBD's, and why.",
      "Listens only; nothing is connected to. A battery that is connected, such as to the phone app,"
          + " cannot be heard."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden scan",
      "  cellwarden scan --seconds 30 --all",
      "  cellwarden scan --json | jq -r 'select(.jbd == \"yes\") | .address'",
    })
public final class ScanCommand implements Callable<Integer> {

  private static final long LONGEST = 3600;

  private final Console console;
  private final Supplier<Bluetooth> radio;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long to listen (default: ${DEFAULT-VALUE}).")
  private long seconds;

  @Option(names = "--all", description = "Show the devices that are no JBD batteries, too.")
  private boolean all;

  @Option(
      names = "--json",
      description = "Print each device as one JSON object a line, all of them.")
  private boolean json;

  public ScanCommand(Console console, Supplier<Bluetooth> radio) {
    this.console = console;
    this.radio = radio;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (seconds < 1 || seconds > LONGEST) {
      throw CommandException.usage("--seconds is 1 to " + LONGEST);
    }
    try (Ending ending = Ending.onSignal(console.out());
        Bluetooth bluetooth = radio.get();
        Progress progress = console.progress()) {
      Search search = new Search(bluetooth.scanner(), Duration.ofSeconds(seconds));
      List<Found> found = Found.all(search.run(ending, progress));
      print(found, bluetooth);
      return status(found, ending);
    } catch (TransportException e) {
      throw CommandException.failure(
          e.getMessage() + e.advice().map(advice -> "; " + advice).orElse(""));
    }
  }

  private void print(List<Found> found, Bluetooth bluetooth) {
    if (json) {
      found.forEach(device -> console.printJson(device.json()));
    } else {
      printForPeople(found, bluetooth);
    }
  }

  private void printForPeople(List<Found> found, Bluetooth bluetooth) {
    List<Found> shown = all ? found : found.stream().filter(Found::isCandidate).toList();
    if (!shown.isEmpty()) {
      Found.table(shown).print(console.out(), console.look());
    }
    int hidden = found.size() - shown.size();
    if (hidden > 0 && !shown.isEmpty()) {
      console.print("");
      console.print(hidden + " more without any sign of JBD (--all shows them)");
    }
    best(found).ifPresent(battery -> printNextStep(battery, bluetooth));
  }

  /// The likeliest, and of those that are alike the strongest that is free.
  private static Optional<Found> best(List<Found> found) {
    return found.stream()
        .filter(Found::isCandidate)
        .min(
            Comparator.comparing((Found device) -> device.heard().connected())
                .thenComparing(device -> device.recognition().verdict()));
  }

  private void printNextStep(Found battery, Bluetooth bluetooth) {
    ChosenTransport way =
        new ChosenTransport(battery.address(), bluetooth, _ -> {}, Optional.empty());
    way.prepare();
    String address = battery.address().toString();
    console.print("");
    way.choice().ifPresent(choice -> console.print("Bluetooth stack: " + choice));
    if (battery.heard().connected()) {
      console.print("It is connected to a program on this machine, which has to end first.");
    }
    console.print(
        "Next: cellwarden read " + (address.contains("?") ? "'" + address + "'" : address));
  }

  /// Whoever ends the scan early knows what is missing, and the process ends before an error would
  /// be told.
  private int status(List<Found> found, Ending ending) {
    if (ending.isAsked() || found.stream().anyMatch(Found::isCandidate)) {
      return ExitCode.OK;
    }
    throw CommandException.failure(
        found.isEmpty()
            ? "no Bluetooth device at all was heard in "
                + seconds
                + " s; see with 'bluetoothctl show' whether the adapter is on, and try it nearer to the battery"
            : "no JBD battery was heard in "
                + seconds
                + " s, only other devices ("
                + found.size()
                + ", --all shows them); close the phone app, since a connected battery is silent, go nearer, wake it"
                + " with a little load, and listen longer with --seconds 30");
  }
}
