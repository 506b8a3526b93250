package cellwarden.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.app.Ending;
import cellwarden.app.Service;
import cellwarden.app.Wiring;
import cellwarden.battery.Metric;
import cellwarden.cli.Cli;
import cellwarden.config.ConfigurationFile;
import cellwarden.settings.Configuration;
import cellwarden.testing.Guard;
import cellwarden.testing.Ports;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where values come from, with real services.
final class WatchSourcesTest {

  @TempDir private Path folder;

  private Configuration configuration(String more) throws Exception {
    Path file = folder.resolve("cellwarden.yaml");
    Files.writeString(
        file,
        """
        batteries:
          - {name: house, address: 'sim:4s', interval: 1s}
        journal: {path: %s}
        %s
        """
            .formatted(folder.resolve("bms_data.jsonl"), more));
    return ConfigurationFile.read(file, Map.of(), _ -> Optional.empty());
  }

  private static WatchBoard board(Configuration configuration) {
    return new WatchBoard(configuration.batteries(), InstantSource.system(), System::nanoTime);
  }

  private static Ending ending() {
    return Ending.onSignal(new PrintStream(PrintStream.nullOutputStream()));
  }

  private static WatchSource source(Configuration configuration, Ending ending) throws Exception {
    return new WatchCollector(
            Optional.of(configuration),
            configuration.batteries(),
            Wiring::bluetooth,
            board(configuration),
            ending)
        .source();
  }

  /// Runs it until the board has two readings of it.
  private static WatchView watched(WatchSource source, Configuration configuration)
      throws Exception {
    WatchBoard board = board(configuration);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                board.trouble(source.run(board));
              } catch (InterruptedException e) {
                // Enough was seen.
              }
            });
    try {
      Guard.await("a reading", () -> seen(board).reading().isPresent());
      Optional<String> first = seen(board).reading().orElseThrow().json().text("time");
      Guard.await(
          "a live reading",
          () -> !seen(board).reading().orElseThrow().json().text("time").equals(first));
      return board.view();
    } finally {
      thread.interrupt();
    }
  }

  private static WatchView.Battery seen(WatchBoard board) {
    return board.view().batteries().getFirst();
  }

  @Test
  void pageOfTheServiceComesFirst() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    Configuration configuration =
        configuration(
            "web: {listen: '0.0.0.0:%d', password_file: %s}\nmqtt: {url: 'embedded:%d'}"
                .formatted(Ports.free(), password, Ports.free()));
    try (Ending ending = ending();
        Service service = Wiring.service(configuration, Wiring.bluetooth(), List.of(), ending)) {
      service.start();
      PageSource page = new PageSource(configuration.web().orElseThrow());
      Guard.await("a page", page::isThere);
      assertThat(source(configuration, ending)).isEqualTo(page);
      WatchView view = watched(page, configuration);
      assertThat(view.source()).startsWith("from http://127.0.0.1:");
      assertThat(view.trouble()).isEmpty();
      assertThat(view.batteries().getFirst().isOffline()).isFalse();
    }
  }

  @Test
  void brokerOfTheServiceIsAsGood() throws Exception {
    Configuration configuration =
        configuration("mqtt: {url: 'embedded:%d', invert_current: true}".formatted(Ports.free()));
    try (Ending ending = ending();
        Service service = Wiring.service(configuration, Wiring.bluetooth(), List.of(), ending)) {
      service.start();
      BrokerSource broker = new BrokerSource(configuration.mqtt().orElseThrow());
      Guard.await("a service at the broker", broker::isThere);
      assertThat(source(configuration, ending)).isEqualTo(broker);
      WatchView view = watched(broker, configuration);
      assertThat(view.source()).startsWith("from broker embedded:");
      assertThat(view.batteries().getFirst().reading().orElseThrow().turned()).isTrue();
    }
  }

  @Test
  void serviceThatCannotBeAskedIsNotDisturbed() throws Exception {
    Configuration configuration = configuration("");
    try (Ending ending = ending()) {
      assertThat(source(configuration, ending)).isInstanceOf(OwnPolls.class);
      try (Service service = Wiring.service(configuration, Wiring.bluetooth(), List.of(), ending)) {
        service.start();
        assertThatThrownBy(() -> source(configuration, ending))
            .hasMessageStartingWith("the service runs, and reading beside it would disturb it");
      }
    }
  }

  @Test
  void withoutAServiceItReadsByItselfAndJournalsNothing() throws Exception {
    Configuration configuration = configuration("web: {listen: '127.0.0.1:" + Ports.free() + "'}");
    try (Ending ending = ending()) {
      WatchView view = watched(source(configuration, ending), configuration);
      assertThat(view.source()).isEqualTo("read by itself, since no service runs");
      assertThat(folder.resolve("bms_data.jsonl")).doesNotExist();
    }
  }

  @Test
  void lastHourComesFromTheJournal() throws Exception {
    Configuration configuration = configuration("");
    try (Ending ending = ending();
        Service service = Wiring.service(configuration, Wiring.bluetooth(), List.of(), ending)) {
      service.start();
      Path journal = configuration.journal().path();
      Guard.await(
          "a sample", () -> Files.exists(journal) && Files.readString(journal).contains("\"soc\""));
      WatchBoard board = board(configuration);
      new JournalPast(journal).show(List.of("house"), board);
      assertThat(seen(board).hour().getOrDefault(Metric.SOC, List.of()))
          .anyMatch(mean -> mean.isPresent() && mean.getAsDouble() > 0);
    }
  }

  @Test
  void journalThatIsNotThereIsNoTrouble() throws Exception {
    Configuration configuration = configuration("");
    WatchBoard board = board(configuration);
    new JournalPast(configuration.journal().path()).show(List.of("house"), board);
    assertThat(board.view().trouble()).isEmpty();
    assertThat(board.view().happenings()).isEmpty();
  }

  @Test
  void needsATerminal() {
    Cli.Result result = Cli.run("watch", "sim:4s");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            "cellwarden: watch needs a terminal; 'cellwarden read' and 'cellwarden history' print to"
                + " files and pipes.\n");
  }
}
