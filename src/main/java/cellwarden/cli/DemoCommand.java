package cellwarden.cli;

import cellwarden.app.Ending;
import cellwarden.app.Service;
import cellwarden.app.Wiring;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.OptionTypes;
import cellwarden.config.Defaults;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.WebConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// `demo`: the whole service with a simulated battery and a broker inside the program.
@Command(
    name = "demo",
    description = {
      "Shows the whole service with a simulated battery.",
      "It brings its own MQTT broker; there is nothing to set up, and only the journal stays behind."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden demo",
      "  cellwarden demo --web",
      "  cellwarden demo --seconds 10 --interval 1s --dir /tmp",
    })
final class DemoCommand implements Callable<Integer> {

  private static final String BATTERY = "myBattery";
  private static final int USUAL_PORT = 1883;
  private static final int USUAL_WEB_PORT = 8080;
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

  private final Console console;

  @Option(names = "--seconds", paramLabel = "N", description = "End by itself after so long.")
  private @Nullable Long seconds;

  @Option(
      names = "--interval",
      paramLabel = "D",
      defaultValue = "2s",
      description = "Time from reading to reading (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ZERO;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "",
      description = "The folder of the journal (default: this one).")
  private Path folder = Path.of("");

  @Option(names = "--web", description = "With the page for the browser, too.")
  private boolean web;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
      throw CommandException.usage("--interval is 100ms to 1d");
    }
    if (seconds != null && seconds < 1) {
      throw CommandException.usage("--seconds is at least 1");
    }
    makeFolder();
    Configuration configuration = configuration(freePort(USUAL_PORT));
    try (Ending ending = Ending.onSignal(console.out())) {
      try (Service service =
          Wiring.service(
              configuration,
              Wiring.bluetooth(),
              List.of(new ReadingTerminal(console, ending)),
              ending)) {
        explain(configuration);
        service.start();
        await(ending);
      }
      ending.rethrow();
    }
    return ExitCode.OK;
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw CommandException.usage(
          "the folder %s cannot be made (%s); name another one with --dir"
              .formatted(folder, CommandException.reason(e)));
    }
  }

  private void await(Ending ending) throws InterruptedException {
    if (seconds == null) {
      ending.await();
    } else {
      ending.await(Duration.ofSeconds(seconds));
    }
  }

  private Configuration configuration(int port) {
    BatteryConfig battery =
        Defaults.battery(BATTERY, OptionTypes.address("demo", "sim:4s?speed=60"))
            .withInterval(interval);
    return new Configuration(
        List.of(battery),
        Optional.of(Defaults.mqtt(new MqttUrl.Embedded(port)).withoutBackfill()),
        Defaults.journal(folder.resolve("bms_data.jsonl")),
        Configuration.Recovery.OFF,
        web
            ? Optional.of(
                new WebConfig("127.0.0.1", freePort(USUAL_WEB_PORT), Optional.empty(), false))
            : Optional.empty(),
        Optional.empty());
  }

  private void explain(Configuration configuration) {
    String port =
        configuration.mqtt().map(mqtt -> Integer.toString(mqtt.url().port())).orElseThrow();
    console.print("Simulated battery " + BATTERY + ", one minute each second.");
    console.print("Journal: " + configuration.journal().path().toAbsolutePath());
    console.print("MQTT:    mosquitto_sub -h 127.0.0.1 -p " + port + " -v -t 'batterie/#'");
    configuration.web().ifPresent(page -> console.print("Page:    http://" + page));
    console.print("Current and power are positive while charging. Ctrl-C ends the demo.");
    console.print("");
    console.out().flush();
  }

  /// The usual port, or another one where that is taken.
  private static int freePort(int usual) {
    try {
      return free(usual);
    } catch (IOException taken) {
      try {
        return free(0);
      } catch (IOException e) {
        throw CommandException.failure("no port is free on 127.0.0.1 (" + e.getMessage() + ")");
      }
    }
  }

  /// @param port 0 for any
  private static int free(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
