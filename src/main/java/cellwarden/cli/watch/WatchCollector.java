package cellwarden.cli.watch;

import cellwarden.app.Ending;
import cellwarden.cli.console.CommandException;
import cellwarden.journal.JournalReader;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import cellwarden.transport.ble.Bluetooth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds out where values come from, and has them come, in threads of its own.
final class WatchCollector implements AutoCloseable {

  private static final Duration AGAIN = Duration.ofSeconds(2);

  /// The link of a battery is let go of in less.
  private static final Duration LEAVING = Duration.ofSeconds(3);

  private final Optional<Configuration> configuration;
  private final List<BatteryConfig> watched;
  private final Supplier<Bluetooth> radio;
  private final WatchBoard board;
  private final Ending ending;
  private final Thread live = daemon("watch", this::collect);
  private final Thread past = daemon("past", this::lookBack);

  /// Whether a battery's link may have to be let go of.
  private volatile boolean isPolling;

  /// @param configuration empty where an address was named
  /// @param ending takes what keeps values from coming for good
  WatchCollector(
      Optional<Configuration> configuration,
      List<BatteryConfig> watched,
      Supplier<Bluetooth> radio,
      WatchBoard board,
      Ending ending) {
    this.configuration = configuration;
    this.watched = watched;
    this.radio = radio;
    this.board = board;
    this.ending = ending;
  }

  private static Thread daemon(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name(name).unstarted(work);
  }

  void start() {
    live.start();
    past.start();
  }

  @Override
  public void close() {
    past.interrupt();
    live.interrupt();
    try {
      boolean _ = isPolling && live.join(LEAVING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A service that goes comes back, so where values come from is asked only once: own polls would
  /// then be in its way.
  private void collect() {
    try {
      WatchSource source = source();
      while (true) {
        board.trouble(source.run(board));
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException e) {
      // It ends.
    } catch (RuntimeException e) {
      ending.ask(e);
    }
  }

  /// The service that runs, or own polls.
  ///
  /// @throws CommandException if there is no way to see the values of the service that runs
  WatchSource source() throws InterruptedException {
    List<WatchSource> services = new ArrayList<>();
    configuration.flatMap(Configuration::web).ifPresent(web -> services.add(new PageSource(web)));
    configuration
        .flatMap(Configuration::mqtt)
        .ifPresent(mqtt -> services.add(new BrokerSource(mqtt)));
    for (WatchSource service : services) {
      if (service.isThere()) {
        return service;
      }
    }
    Optional<Path> journal = configuration.map(it -> it.journal().path());
    if (journal.filter(it -> JournalReader.of(it).isWritten()).isPresent()) {
      throw CommandException.failure(
          "the service runs, and reading beside it would disturb it, but neither its page nor its"
              + " broker answers; add 'web:' with 'listen: 127.0.0.1:8080' to the configuration and"
              + " restart it");
    }
    isPolling = true;
    return new OwnPolls(watched, radio.get(), journal);
  }

  private void lookBack() {
    try {
      if (configuration.isPresent()) {
        new JournalPast(configuration.get().journal().path())
            .show(watched.stream().map(BatteryConfig::name).toList(), board);
      }
    } catch (InterruptedException e) {
      // It ends.
    } catch (RuntimeException e) {
      ending.ask(e);
    }
  }
}
