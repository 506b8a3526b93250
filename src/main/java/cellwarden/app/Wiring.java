package cellwarden.app;

import cellwarden.battery.BatteryControl;
import cellwarden.battery.BatteryEvent.Incident;
import cellwarden.battery.Sink;
import cellwarden.energy.EnergyLog;
import cellwarden.energy.JournalledEnergy;
import cellwarden.history.summary.Summariser;
import cellwarden.journal.Companion;
import cellwarden.journal.Journal;
import cellwarden.journal.JournalException;
import cellwarden.journal.JournalFiles;
import cellwarden.journal.JournalKeeper;
import cellwarden.output.BridgeFacts;
import cellwarden.output.Output;
import cellwarden.output.Restarts;
import cellwarden.output.mqtt.MqttOutput;
import cellwarden.output.mqtt.bridge.Bridge;
import cellwarden.output.mqtt.client.ClientId;
import cellwarden.output.mqtt.client.EmbeddedBroker;
import cellwarden.output.mqtt.client.MqttBroker;
import cellwarden.output.mqtt.homeassistant.AnnouncedBattery;
import cellwarden.output.mqtt.homeassistant.HomeAssistant;
import cellwarden.output.prometheus.PrometheusOutput;
import cellwarden.output.web.WebOutput;
import cellwarden.poll.BatteryPoller;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.RefusedPasswords;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import cellwarden.settings.Configuration.Recovery;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.WebConfig;
import cellwarden.simulator.ServedBms;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.system.ServiceManager;
import cellwarden.time.Backoff;
import cellwarden.time.Moment;
import cellwarden.time.SystemTime;
import cellwarden.time.Time;
import cellwarden.transport.Address;
import cellwarden.transport.BleAddress;
import cellwarden.transport.SerialAddress;
import cellwarden.transport.SimAddress;
import cellwarden.transport.TcpAddress;
import cellwarden.transport.TcpTransport;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Bluetooth;
import cellwarden.transport.ble.ChosenTransport;
import cellwarden.transport.ble.ChosenTransport.StackChoice;
import cellwarden.transport.ble.Passkey;
import cellwarden.transport.ble.recovery.AdapterRecovery;
import cellwarden.transport.bluez.BluezPeripheral;
import cellwarden.transport.bluez.BluezStack;
import cellwarden.transport.kernel.KernelStack;
import cellwarden.transport.serial.SerialTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only class that knows everybody: makes the rooms' objects from a configuration.
public final class Wiring {

  private static final Duration FIRST_RECONNECT = Duration.ofSeconds(1);

  /// A broker that comes back is found within about this time.
  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(30);

  private static final Duration FIRST_RESTART = Duration.ofSeconds(1);
  private static final Duration LONGEST_RESTART = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  private Wiring() {}

  /// The two ways to the Bluetooth adapter. Opens nothing and loads nothing before a battery needs
  /// it, which is why the constructors stand in lambdas.
  public static Bluetooth bluetooth() {
    return new Bluetooth(() -> new KernelStack(), () -> new BluezStack());
  }

  /// Why this version reaches no battery at an address, if it is so; for one that is right in form.
  public static Optional<String> refusal(Address address) {
    return switch (address) {
      case SimAddress sim -> {
        try {
          SimulatorOptions.parse(sim);
          yield Optional.empty();
        } catch (IllegalArgumentException e) {
          yield Optional.of(String.valueOf(e.getMessage()));
        }
      }
      case TcpAddress _, SerialAddress _, BleAddress _ -> Optional.empty();
    };
  }

  /// The transport that a battery's address names.
  ///
  /// @param chosen takes which Bluetooth stack it is, and why
  /// @throws StartException if this version has no such transport
  public static Transport transport(
      BatteryConfig battery, Bluetooth bluetooth, Consumer<StackChoice> chosen) {
    Address address = battery.address();
    refusal(address).ifPresent(Wiring::refuse);
    return switch (address) {
      case TcpAddress tcp -> new TcpTransport(tcp);
      case SimAddress sim -> SimulatorTransport.of(sim);
      case BleAddress ble ->
          new ChosenTransport(
              ble,
              bluetooth,
              chosen,
              battery.pin().map(pin -> new Passkey(Integer.parseInt(pin.reveal()))));
      case SerialAddress serial -> new SerialTransport(serial);
    };
  }

  /// Makes this machine a battery on the air, which answers as the BMS does.
  ///
  /// @param adapter such as `hci0`
  /// @param service of the module, 0xFF00 or 0xFFF0
  /// @throws TransportException if that is not possible, with what is missing
  public static AutoCloseable onTheAir(String adapter, int service, String name, ServedBms bms)
      throws TransportException, InterruptedException {
    return BluezPeripheral.open(
        adapter, service, name, new SimulatorTransport(name, bms, SystemTime.start()));
  }

  /// The same transport, but what a Bluetooth stack has to load, it loads now and not inside the
  /// first connect.
  public static Transport prepared(Transport transport) {
    if (transport instanceof ChosenTransport chosen) {
      chosen.prepare();
    }
    return transport;
  }

  /// Reads one battery over the transport that was made for it.
  ///
  /// @param journal beside which the service remembers what passwords were refused; empty where
  ///   there is none
  public static BatteryReader reader(
      BatteryConfig battery, Transport transport, Optional<Path> journal, Time time) {
    RefusedPasswords refused =
        journal.map(Wiring::refusedPasswords).orElseGet(RefusedPasswords::inMemory);
    return reader(battery, transport, refused, time);
  }

  private static BatteryReader reader(
      BatteryConfig battery, Transport transport, RefusedPasswords refused, Time time) {
    return new BatteryReader(battery, transport, refused, time, RandomGenerator.getDefault());
  }

  private static RefusedPasswords refusedPasswords(Path journal) {
    return RefusedPasswords.in(new JournalFiles(journal).beside(Companion.PASSWORDS));
  }

  /// The service that a configuration describes, ready to start.
  ///
  /// @param bluetooth is the service's from now on, which closes it
  /// @param more outputs beside those of the configuration
  /// @param ending is asked for when only a new process helps
  /// @throws StartException if this version cannot reach an address, or if the journal or the
  ///   broker inside the program cannot be opened
  public static Service service(
      Configuration configuration, Bluetooth bluetooth, List<Output> more, Ending ending) {
    return service(configuration, bluetooth, more, ending, Surroundings.REAL);
  }

  /// The same service in other surroundings.
  public static Service service(
      Configuration configuration,
      Bluetooth bluetooth,
      List<Output> more,
      Ending ending,
      Surroundings around) {
    List<Transport> transports = transports(configuration, bluetooth);
    Restarts restarts = new Restarts();
    List<BatteryControl> controls = new CopyOnWriteArrayList<>();
    Supervisor.Care care =
        new Supervisor.Care(
            restarts,
            pauses(FIRST_RESTART, LONGEST_RESTART),
            ending::ask,
            System::nanoTime,
            around.threads());
    List<AutoCloseable> opened = new ArrayList<>();
    boolean complete = false;
    try {
      Journal journal = journal(configuration);
      opened.add(journal);
      embeddedBroker(configuration).ifPresent(opened::add);
      opened.add(bluetooth);
      List<Output> outputs = new ArrayList<>();
      BridgeFacts facts = facts(configuration, journal, controls, restarts);
      Optional<MqttOutput> mqtt =
          configuration.mqtt().map(config -> mqtt(config, journal, facts, around.link()));
      mqtt.ifPresent(outputs::add);
      configuration.web().ifPresent(config -> outputs.addAll(web(config, journal, facts, mqtt)));
      outputs.addAll(more);
      List<Service.RunningOutput> running =
          outputs.stream().map(output -> Service.RunningOutput.of(output, care)).toList();
      JournalFirst first = new JournalFirst(journal, List.copyOf(running));
      // Remembers beside the journal what it finds out about the clock.
      Time time =
          around
              .clock()
              .apply(SystemTime.start(new JournalFiles(journal.path()).beside(Companion.CLOCK)));
      Optional<AdapterRecovery> recovery = recovery(configuration, bluetooth, first, time);
      recovery.ifPresent(opened::addFirst);
      EndedPolls ended = new EndedPolls(first, time);
      ServiceStatus status = new ServiceStatus(controls, ended, outputs, first::fails);
      Service service =
          new Service(
              running,
              pollers(
                  configuration,
                  watched(configuration, transports, recovery),
                  ended,
                  journal,
                  controls,
                  care,
                  time,
                  new Watchdog.Told(
                      ServiceManager.of(System.getenv()).map(manager -> manager::tell),
                      outputs,
                      status::words)),
              keeper(configuration, journal, outputs, care),
              opened);
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
                choice -> LOG.info("{}: Bluetooth over {}", battery.title(), choice)))
        .toList();
  }

  /// Ready to connect, and watched by the recovery of the adapters.
  private static List<Transport> watched(
      Configuration configuration, List<Transport> transports, Optional<AdapterRecovery> recovery) {
    List<Transport> watched = new ArrayList<>();
    for (int i = 0; i < transports.size(); i++) {
      BatteryConfig battery = configuration.batteries().get(i);
      Transport transport = prepared(transports.get(i));
      watched.add(
          recovery.isPresent() && battery.address() instanceof BleAddress ble
              ? recovery.get().watched(battery.name(), ble, transport)
              : transport);
    }
    return watched;
  }

  /// Empty where no battery is on Bluetooth, or the owner wants none.
  private static Optional<AdapterRecovery> recovery(
      Configuration configuration, Bluetooth bluetooth, Sink sink, Time time) {
    boolean needed =
        configuration.batteries().stream()
            .anyMatch(battery -> battery.address() instanceof BleAddress);
    if (!needed || configuration.recovery() == Recovery.OFF) {
      return Optional.empty();
    }
    return Optional.of(
        new AdapterRecovery(
            bluetooth,
            configuration.recovery() == Recovery.ON,
            done -> tell(sink, done, Moment.now(time))));
  }

  /// What was done to an adapter is an event of each battery of it.
  private static void tell(Sink sink, AdapterRecovery.Done done, Moment now) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("rung", done.rung().label());
    done.adapter().ifPresent(adapter -> data.put("adapter", adapter));
    data.put("outcome", done.outcome());
    for (String battery : done.batteries()) {
      sink.accept(
          new Incident(
              now.wall(),
              battery,
              Incident.Kind.RECOVERY_TRIED,
              data,
              OptionalLong.empty(),
              now.clockSet()));
    }
  }

  /// Spreads the batteries of one Bluetooth adapter over their interval.
  public static Duration phase(List<BatteryConfig> batteries, BatteryConfig battery) {
    if (!(battery.address() instanceof BleAddress own)) {
      return Duration.ZERO;
    }
    List<BatteryConfig> beside =
        batteries.stream()
            .filter(other ->
                other.address() instanceof BleAddress ble && ble.adapter().equals(own.adapter()))
            .toList();
    return battery.interval().multipliedBy(beside.indexOf(battery)).dividedBy(beside.size());
  }

  private static List<Supervisor> pollers(
      Configuration configuration,
      List<Transport> transports,
      EndedPolls sink,
      Journal journal,
      List<BatteryControl> controls,
      Supervisor.Care care,
      Time time,
      Watchdog.Told told) {
    RefusedPasswords refused = refusedPasswords(journal.path());
    // Searches the journal in a thread of its own when it has to.
    EnergyLog journalled =
        new JournalledEnergy(
            journal, search -> new Supervisor("energy", "energy", search::run, care).start());
    List<Watchdog.Watched> watched = new ArrayList<>();
    List<Supervisor> pollers = new ArrayList<>();
    for (int i = 0; i < transports.size(); i++) {
      BatteryConfig battery = configuration.batteries().get(i);
      BatteryPoller poller =
          new BatteryPoller(
              battery.name(),
              reader(battery, transports.get(i), refused, time),
              battery.interval(),
              sink,
              journalled,
              time,
              RandomGenerator.getDefault(),
              phase(configuration.batteries(), battery));
      controls.add(poller);
      Supervisor thread =
          new Supervisor("battery " + battery.title(), battery.name(), poller::run, care);
      pollers.add(thread);
      watched.add(new Watchdog.Watched(poller, thread, sink, battery.interval()));
    }
    Watchdog watchdog = new Watchdog(watched, told, time, care.onFatal());
    pollers.add(new Supervisor("watchdog", "watchdog", watchdog::run, care));
    return pollers;
  }

  private static Supervisor keeper(
      Configuration configuration, Journal journal, List<Output> outputs, Supervisor.Care care) {
    JournalKeeper keeper =
        JournalKeeper.of(
            journal,
            configuration.journal(),
            () -> outputs.stream().mapToLong(Output::neededFrom).min().orElse(Long.MAX_VALUE),
            new Summariser(journal));
    return new Supervisor("journal", "journal", keeper::run, care);
  }

  private static Journal journal(Configuration configuration) {
    try {
      return Journal.open(configuration.journal());
    } catch (JournalException e) {
      throw new StartException(StartException.Kind.OUTSIDE, e);
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
      throw new StartException(StartException.Kind.OUTSIDE, e);
    }
  }

  private static BridgeFacts facts(
      Configuration configuration,
      Journal journal,
      List<BatteryControl> controls,
      Restarts restarts) {
    return new BridgeFacts(
        ClientId.installation(journal.path()),
        Version.text(),
        Instant.now(),
        PlainSettings.of(configuration),
        configuration.batteries(),
        controls,
        restarts,
        configuration.site());
  }

  private static MqttOutput mqtt(
      MqttConfig config, Journal journal, BridgeFacts facts, UnaryOperator<MqttBroker> link) {
    HomeAssistant.Settings settings =
        new HomeAssistant.Settings(
            config.discovery(), config.discoveryPrefix(), facts.installation(), facts.version());
    List<AnnouncedBattery> known =
        facts.devices().stream().map(battery -> announced(battery, config.site())).toList();
    return MqttOutput.of(
        config,
        topics -> new HomeAssistant(settings, topics, known),
        facts,
        journal,
        new JournalFiles(journal.path()).beside(Companion.DELIVERY),
        pauses(FIRST_RECONNECT, LONGEST_RECONNECT),
        link);
  }

  /// The page and, where they are wanted, the figures for Prometheus, which are an output too.
  private static List<Output> web(
      WebConfig config, Journal journal, BridgeFacts facts, Optional<MqttOutput> mqtt) {
    if (!config.metrics()) {
      return List.of(new WebOutput(config, facts, journal.path(), Optional.empty()));
    }
    PrometheusOutput metrics =
        new PrometheusOutput(facts, mqtt.map(output -> () -> figures(output)), System::nanoTime);
    return List.of(
        metrics, new WebOutput(config, facts, journal.path(), Optional.of(metrics::scrape)));
  }

  private static PrometheusOutput.BrokerFigures figures(MqttOutput mqtt) {
    Bridge.Link link = mqtt.link();
    return new PrometheusOutput.BrokerFigures(link.connected(), link.published());
  }

  private static AnnouncedBattery announced(BatteryConfig battery, Optional<String> site) {
    Optional<String> mac =
        battery.address() instanceof BleAddress ble ? Optional.of(ble.mac()) : Optional.empty();
    String name = site.map(at -> at + "__" + battery.name()).orElse(battery.name());
    String id = mac.map(digits -> digits.replace(":", "").toLowerCase(Locale.ROOT)).orElse(name);
    return new AnnouncedBattery(
        id,
        battery.name(),
        battery.displayName().orElse(battery.name()),
        mac,
        battery.interval(),
        battery.area(),
        site);
  }

  private static IntFunction<Duration> pauses(Duration first, Duration longest) {
    return new Backoff(first, longest, RandomGenerator.getDefault())::after;
  }

  private static void refuse(String reason) {
    throw new StartException(StartException.Kind.CONFIGURATION, reason);
  }
}
