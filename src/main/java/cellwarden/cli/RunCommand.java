package cellwarden.cli;

import cellwarden.app.Ending;
import cellwarden.app.Service;
import cellwarden.app.Version;
import cellwarden.app.Wiring;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.ErrorReport;
import cellwarden.settings.Configuration;
import cellwarden.transport.ble.Bluetooth;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// `run`: the service.
@Command(
    name = "run",
    description = {
      "Runs the service.",
      "Reads every battery of the configuration on its interval, journals each reading and publishes it,"
          + " until SIGTERM or SIGINT."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden run",
      "  cellwarden run -c /etc/cellwarden/cellwarden.yaml",
    })
final class RunCommand implements Callable<Integer> {

  private final Console console;
  private final Supplier<Bluetooth> radio;

  @Mixin private ConfigurationOption configuration;

  RunCommand(Console console, Supplier<Bluetooth> radio) {
    this.console = console;
    this.radio = radio;
  }

  @Override
  public Integer call() throws InterruptedException {
    return run(console, radio, configuration.read());
  }

  /// Runs the service, and says what went wrong.
  ///
  /// @return the exit status
  static int run(Console console, Supplier<Bluetooth> radio, ConfigurationOption configuration) {
    try {
      return run(console, radio, configuration.read());
    } catch (Exception e) {
      return new ErrorReport(console).report(e);
    }
  }

  private static int run(Console console, Supplier<Bluetooth> radio, Configuration read)
      throws InterruptedException {
    try (Ending ending = Ending.onSignal(console.out())) {
      try (Service service = Wiring.service(read, radio.get(), List.of(), ending)) {
        console
            .err()
            .println("cellwarden " + Version.text() + ": " + ConfigurationOption.summary(read));
        service.start();
        ending.await();
      }
      ending.rethrow();
    }
    return ExitCode.OK;
  }
}
