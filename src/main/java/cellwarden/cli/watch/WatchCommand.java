package cellwarden.cli.watch;

import cellwarden.app.Ending;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import cellwarden.transport.ble.Bluetooth;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `watch`: batteries live in the terminal.
@Command(
    name = "watch",
    description = {
      "Shows batteries live in the terminal: cells as bars, the last hour, events.",
      "The values come from the service that runs, by its page or its MQTT broker; where none runs, it reads"
          + " the batteries by itself. q quits."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden watch",
      "  cellwarden watch myBattery",
      "  cellwarden watch sim:16s",
    })
public final class WatchCommand implements Callable<Integer> {

  private static final long STEP_MILLIS = 200;

  private final Console console;
  private final Supplier<Bluetooth> radio;

  @Parameters(
      paramLabel = "BATTERY",
      arity = "0..1",
      description = "An address, or a name from the configuration; all of them otherwise.")
  private @Nullable String battery;

  @Mixin private ConfigurationOption configuration;

  public WatchCommand(Console console, Supplier<Bluetooth> radio) {
    this.console = console;
    this.radio = radio;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (!console.isDialogue() || !console.isOfProcess()) {
      throw CommandException.usage(
          "watch needs a terminal; 'cellwarden read' and 'cellwarden history' print to files and"
              + " pipes");
    }
    List<BatteryConfig> watched;
    Optional<Configuration> read;
    if (battery != null && battery.contains(":")) {
      watched = List.of(configuration.battery(battery));
      read = Optional.empty();
    } else {
      Configuration all = configuration.read();
      watched = battery == null ? all.batteries() : List.of(configuration.battery(battery));
      read = Optional.of(all);
    }
    WatchBoard board = new WatchBoard(watched, InstantSource.system(), System::nanoTime);
    try (Ending ending = Ending.onSignal(console.out())) {
      try (WatchCollector collector = new WatchCollector(read, watched, radio, board, ending);
          WatchScreen screen = WatchScreen.open(ending::askFirmly)) {
        collector.start();
        show(screen, board, watched.size(), ending);
      }
      ending.rethrow();
    }
    return ExitCode.OK;
  }

  private void show(WatchScreen screen, WatchBoard board, int count, Ending ending)
      throws IOException, InterruptedException {
    WatchChoice choice = new WatchChoice(count);
    while (!ending.isAsked()) {
      screen.obey();
      WatchFrame frame =
          new WatchFrame(
              screen.width(), screen.height(), console.look().colours(), ZoneId.systemDefault());
      WatchView view = board.view();
      screen.draw(
          choice.isOverview()
              ? frame.overview(view, choice.selected())
              : frame.battery(view, choice.selected()));
      screen.key(STEP_MILLIS).filter(choice::take).ifPresent(_ -> ending.ask());
    }
  }
}
