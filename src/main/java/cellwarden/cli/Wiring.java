package cellwarden.cli;

import cellwarden.battery.Sink;
import cellwarden.config.BatteryConfig;
import cellwarden.config.Configuration;
import cellwarden.config.ConnectionMode;
import cellwarden.config.MqttConfig;
import cellwarden.config.MqttUrl;
import cellwarden.journal.Journal;
import cellwarden.journal.JournalException;
import cellwarden.journal.JournalFirst;
import cellwarden.journal.JournalKeeper;
import cellwarden.output.mqtt.EmbeddedBroker;
import cellwarden.output.mqtt.MqttOutput;
import cellwarden.poll.Backoff;
import cellwarden.poll.BatteryPoller;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.PollSettings;
import cellwarden.poll.Time;
import cellwarden.protocol.TenfoldUnits;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.transport.Address;
import cellwarden.transport.BleAddress;
import cellwarden.transport.SerialAddress;
import cellwarden.transport.SimAddress;
import cellwarden.transport.TcpAddress;
import cellwarden.transport.TcpTransport;
import cellwarden.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// The only class that knows everybody: makes the rooms' objects from a configuration.
final class Wiring {

  private static final Duration FIRST_RECONNECT = Duration.ofSeconds(1);

  /// A broker that comes back is found within about this time.
  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(30);

  private Wiring() {}

  /// The transport that an address names.
  ///
  /// @throws UsageException if this version has no such transport
  static Transport transport(Address address) {
    return switch (address) {
      case TcpAddress tcp -> new TcpTransport(tcp);
      case SimAddress sim -> simulator(sim);
      case BleAddress ble -> throw notYet(ble, "Bluetooth LE");
      case SerialAddress serial -> throw notYet(serial, "serial ports");
    };
  }

  /// Reads one battery.
  ///
  /// @throws UsageException if this version cannot reach its address
  static BatteryReader reader(BatteryConfig battery) {
    return reader(battery, transport(battery.address()));
  }

  /// Reads one battery and says so.
  ///
  /// @param progress shows each connect that it takes
  /// @throws UsageException if this version cannot reach its address
  static BatteryReader reader(BatteryConfig battery, Progress progress) {
    Transport transport = transport(battery.address());
    AtomicInteger attempt = new AtomicInteger();
    return reader(
        battery,
        timeout -> {
          progress.show(
              "reading %s (attempt %d of %d) ..."
                  .formatted(battery.name(), attempt.incrementAndGet(), PollSettings.ATTEMPTS));
          return transport.connect(timeout);
        });
  }

  private static BatteryReader reader(BatteryConfig battery, Transport transport) {
    PollSettings settings =
        PollSettings.of(battery.name())
            .withSettle(battery.settle())
            .withKeepAlive(battery.connection() == ConnectionMode.KEEP_ALIVE)
            .withUnits(units(battery));
    return new BatteryReader(settings, transport, Time.system(), RandomGenerator.getDefault());
  }

  /// The service that a configuration describes, ready to start.
  ///
  /// @param watcher sees each event after the journal
  /// @throws UsageException if this version cannot reach an address
  /// @throws FailureException if the journal or the broker inside the program cannot be opened;
  ///   nothing is left open
  static Service service(Configuration configuration, Sink watcher, Ending ending) {
    List<BatteryReader> readers = configuration.batteries().stream().map(Wiring::reader).toList();
    List<AutoCloseable> opened = new ArrayList<>();
    boolean complete = false;
    try {
      Journal journal = journal(configuration);
      opened.add(journal);
      embeddedBroker(configuration).ifPresent(opened::add);
      Optional<MqttOutput> mqtt = configuration.mqtt().map(config -> mqtt(config, ending));
      List<Sink> sinks = new ArrayList<>();
      mqtt.ifPresent(sinks::add);
      sinks.add(watcher);
      Sink first = new JournalFirst(journal, sinks);
      JournalKeeper keeper =
          JournalKeeper.of(journal, configuration.journal(), () -> Long.MAX_VALUE);
      Service service =
          new Service(pollers(configuration, readers, first), mqtt, keeper, opened, ending);
      complete = true;
      return service;
    } finally {
      if (!complete) {
        Service.closeAll(opened);
      }
    }
  }

  private static List<BatteryPoller> pollers(
      Configuration configuration, List<BatteryReader> readers, Sink sink) {
    List<BatteryPoller> pollers = new ArrayList<>();
    for (int i = 0; i < readers.size(); i++) {
      BatteryConfig battery = configuration.batteries().get(i);
      pollers.add(
          new BatteryPoller(
              battery.name(),
              readers.get(i),
              battery.interval(),
              sink,
              Time.system(),
              RandomGenerator.getDefault()));
    }
    return pollers;
  }

  private static Journal journal(Configuration configuration) {
    try {
      return Journal.open(configuration.journal());
    } catch (JournalException e) {
      throw new FailureException(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<EmbeddedBroker> embeddedBroker(Configuration configuration) {
    if (configuration.mqtt().isEmpty()
        || !(configuration.mqtt().get().url() instanceof MqttUrl.Embedded embedded)) {
      return Optional.empty();
    }
    try {
      return Optional.of(EmbeddedBroker.start(embedded.port()));
    } catch (IOException e) {
      throw new FailureException(String.valueOf(e.getMessage()));
    }
  }

  private static MqttOutput mqtt(MqttConfig config, Ending ending) {
    Backoff pauses = new Backoff(FIRST_RECONNECT, LONGEST_RECONNECT, RandomGenerator.getDefault());
    return MqttOutput.of(
        config, pauses::after, sentence -> ending.ask(new FailureException(sentence)));
  }

  private static TenfoldUnits units(BatteryConfig battery) {
    return switch (battery.x10()) {
      case AUTO -> TenfoldUnits.AUTO;
      case ALWAYS -> TenfoldUnits.ALWAYS;
      case NEVER -> TenfoldUnits.NEVER;
    };
  }

  private static Transport simulator(SimAddress address) {
    try {
      return SimulatorTransport.of(address);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static UsageException notYet(Address address, String what) {
    return new UsageException(
        address
            + ": this version does not reach "
            + what
            + " yet; use tcp: with a serial-to-network bridge, or sim: to try everything else");
  }
}
