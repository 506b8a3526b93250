package cellwarden.cli;

import cellwarden.cli.console.CommandException;
import cellwarden.output.mqtt.client.EmbeddedBroker;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `train`: what the launchers make a start-up cache with. Starts the command that it is given, and
/// ends it when it has read a few times.
///
/// The command finds `training.yaml` in the working folder, with a battery and a broker that are of
/// this process, so that it loads what a service loads and nothing of theirs.
@Command(name = "train", description = "Makes the training run for a start-up cache.")
final class TrainCommand implements Callable<Integer> {

  static final String NAME = "train";

  private static final String JOURNAL = "training.jsonl";
  private static final int READINGS = 3;
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /// Emulated, a start takes a minute.
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private final Path folder;

  @Parameters(paramLabel = "COMMAND", arity = "1..*")
  private List<String> command = List.of();

  /// @param folder the working folder of the command
  TrainCommand(Path folder) {
    this.folder = folder;
  }

  @Override
  public Integer call() throws InterruptedException {
    int port = freePort();
    try (EmbeddedBroker _ = EmbeddedBroker.start(port);
        SimulatorServer bms =
            SimulatorServer.listen(SimulatedBms.of(SimulatorOptions.DEFAULT), 0)) {
      Files.writeString(
          folder.resolve("training.yaml"),
          """
          batteries:
            - name: training
              address: tcp:127.0.0.1:%d
              interval: 1s
          mqtt:
            url: mqtt://127.0.0.1:%d
          journal:
            path: %s
          """
              .formatted(bms.port(), port, JOURNAL));
      return train(
          new ProcessBuilder(command)
              .directory(folder.toAbsolutePath().toFile())
              .inheritIO()
              .start());
    } catch (IOException e) {
      throw CommandException.failure("no training run (" + CommandException.reason(e) + ")");
    }
  }

  private int train(Process trained) throws IOException, InterruptedException {
    Instant latest = Instant.now().plus(LONGEST);
    try {
      boolean ended = false;
      while (!ended && readings() < READINGS && Instant.now().isBefore(latest)) {
        ended = trained.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      }
      trained.destroy();
      return trained.waitFor();
    } finally {
      trained.destroyForcibly();
    }
  }

  private long readings() throws IOException {
    Path journal = folder.resolve(JOURNAL);
    if (!Files.exists(journal)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(journal)) {
      return lines.count();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw CommandException.failure("no port is free on 127.0.0.1 (" + e.getMessage() + ")");
    }
  }
}
