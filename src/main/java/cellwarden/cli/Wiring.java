package cellwarden.cli;

import cellwarden.battery.Sink;
import cellwarden.config.BatteryConfig;
import cellwarden.config.Configuration;
import cellwarden.config.ConnectionMode;
import cellwarden.config.MqttConfig;
import cellwarden.config.MqttUrl;
import cellwarden.energy.EnergyLog;
import cellwarden.energy.JournalledEnergy;
import cellwarden.journal.Companion;
import cellwarden.journal.Journal;
import cellwarden.journal.JournalException;
import cellwarden.journal.JournalFiles;
import cellwarden.journal.JournalFirst;
import cellwarden.journal.JournalKeeper;
import cellwarden.journal.WrittenSamples;
import cellwarden.output.mqtt.EmbeddedBroker;
import cellwarden.output.mqtt.MqttOutput;
import cellwarden.poll.BatteryPoller;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.PollSettings;
import cellwarden.protocol.register.TenfoldUnits;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.time.Backoff;
import cellwarden.time.SystemTime;
import cellwarden.time.Time;
import cellwarden.transport.Address;
import cellwarden.transport.BleAddress;
import cellwarden.transport.SerialAddress;
import cellwarden.transport.SimAddress;
import cellwarden.transport.TcpAddress;
import cellwarden.transport.TcpTransport;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.Bluetooth;
import cellwarden.transport.ble.ChosenTransport;
import cellwarden.transport.ble.ChosenTransport.StackChoice;
import cellwarden.transport.bluez.BluezStack;
import cellwarden.transport.kernel.KernelStack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only class that knows everybody: makes the rooms' objects from a configuration.
final class Wiring {

  private static final Duration FIRST_RECONNECT = Duration.ofSeconds(1);

  /// A broker that comes back is found within about this time.
  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  private Wiring() {}

  /// The two ways to the Bluetooth adapter. Opens nothing and loads nothing before a battery needs
  /// it, which is why the constructors stand in lambdas.
  static Bluetooth bluetooth() {
    return new Bluetooth(() -> new KernelStack(), () -> new BluezStack());
  }

  /// The transport that a battery's address names.
  ///
  /// @param told hears which Bluetooth stack it is, and why
  /// @throws UsageException if this version has no such transport
  static Transport transport(
      BatteryConfig battery, Bluetooth bluetooth, Consumer<StackChoice> told) {
    return switch (battery.address()) {
      case TcpAddress tcp -> new TcpTransport(tcp);
      case SimAddress sim -> simulator(sim);
      case BleAddress ble -> new ChosenTransport(ble, battery.stack().wish(), bluetooth, told);
      case SerialAddress serial -> throw notYet(serial, "serial ports");
    };
  }

  /// The same transport, but what a Bluetooth stack has to load, it loads now and not inside the
  /// first connect.
  static Transport prepared(Transport transport) {
    if (transport instanceof ChosenTransport chosen) {
      chosen.prepare();
    }
    return transport;
  }

  /// Reads one battery over the transport that was made for it.
  static BatteryReader reader(BatteryConfig battery, Transport transport, Time time) {
    PollSettings settings =
        PollSettings.of(battery.name())
            .withSettle(battery.settle())
            .withKeepAlive(battery.connection() == ConnectionMode.KEEP_ALIVE)
            .withUnits(units(battery));
    return new BatteryReader(settings, transport, time, RandomGenerator.getDefault());
  }

  /// The service that a configuration describes, ready to start.
  ///
  /// @param bluetooth is the service's from now on, which closes it
  /// @param watcher sees each event after the journal
  /// @throws UsageException if this version cannot reach an address
  /// @throws FailureException if the journal or the broker inside the program cannot be opened;
  ///   nothing is left open
  static Service service(
      Configuration configuration, Bluetooth bluetooth, Sink watcher, Ending ending) {
    List<Transport> transports = transports(configuration, bluetooth);
    List<AutoCloseable> opened = new ArrayList<>();
    boolean complete = false;
    try {
      Journal journal = journal(configuration);
      opened.add(journal);
      embeddedBroker(configuration).ifPresent(opened::add);
      opened.add(bluetooth);
      Optional<MqttOutput> mqtt = configuration.mqtt().map(config -> mqtt(config, journal));
      List<Sink> sinks = new ArrayList<>();
      mqtt.ifPresent(sinks::add);
      sinks.add(watcher);
      List<BatteryPoller> pollers =
          pollers(
              configuration,
              transports,
              new JournalFirst(journal, sinks),
              energy(journal, ending),
              time(journal));
      Service service =
          new Service(pollers, mqtt, keeper(configuration, journal, mqtt), opened, ending);
      complete = true;
      return service;
    } finally {
      if (!complete) {
        Service.closeAll(opened);
      }
    }
  }

  private static List<Transport> transports(Configuration configuration, Bluetooth bluetooth) {
    return configuration.batteries().stream()
        .map(battery ->
            transport(
                battery,
                bluetooth,
                choice -> LOG.info("{}: Bluetooth over {}", battery.name(), choice)))
        .toList();
  }

  private static List<BatteryPoller> pollers(
      Configuration configuration,
      List<Transport> transports,
      Sink sink,
      EnergyLog journalled,
      Time time) {
    List<BatteryPoller> pollers = new ArrayList<>();
    for (int i = 0; i < transports.size(); i++) {
      BatteryConfig battery = configuration.batteries().get(i);
      pollers.add(
          new BatteryPoller(
              battery.name(),
              reader(battery, prepared(transports.get(i)), time),
              battery.interval(),
              sink,
              journalled,
              time,
              RandomGenerator.getDefault()));
    }
    return pollers;
  }

  private static JournalKeeper keeper(
      Configuration configuration, Journal journal, Optional<MqttOutput> mqtt) {
    return JournalKeeper.of(
        journal,
        configuration.journal(),
        () -> mqtt.map(MqttOutput::neededFrom).orElse(Long.MAX_VALUE));
  }

  /// Remembers beside the journal what it finds out about the clock.
  private static Time time(Journal journal) {
    return SystemTime.start(new JournalFiles(journal.path()).beside(Companion.CLOCK));
  }

  /// Searches the journal in a thread of its own when it has to.
  private static EnergyLog energy(Journal journal, Ending ending) {
    return new JournalledEnergy(
        new WrittenSamples(journal), search -> Service.thread("energy", search, ending).start());
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

  private static MqttOutput mqtt(MqttConfig config, Journal journal) {
    Backoff pauses = new Backoff(FIRST_RECONNECT, LONGEST_RECONNECT, RandomGenerator.getDefault());
    return MqttOutput.of(
        config,
        new WrittenSamples(journal),
        new JournalFiles(journal.path()).beside(Companion.DELIVERY),
        pauses::after);
  }

  static TenfoldUnits units(BatteryConfig battery) {
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
            + " yet; use ble:, tcp: with a serial-to-network bridge, or sim: to try everything else");
  }
}
