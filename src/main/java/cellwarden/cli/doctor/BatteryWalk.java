package cellwarden.cli.doctor;

import cellwarden.app.Wiring;
import cellwarden.battery.Fault;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.capture.CaptureLine;
import cellwarden.capture.RecordingTransport;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.BatterySession;
import cellwarden.poll.ExchangeException;
import cellwarden.poll.ExchangeException.PasswordException;
import cellwarden.poll.PollException;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import cellwarden.protocol.register.Register;
import cellwarden.protocol.register.Registers;
import cellwarden.render.table.ValueText;
import cellwarden.settings.BatteryConfig;
import cellwarden.time.Time;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// From the connect to the last register of one battery, by the same reader that the service uses.
final class BatteryWalk {

  private static final List<Metric> SHOWN = List.of(Metric.VOLTAGE, Metric.CURRENT, Metric.SOC);

  private final Steps steps;
  private final BatteryConfig battery;
  private final Transport transport;
  private final CloserLook closer;
  private final Optional<Path> journal;
  private final Time time;
  private final List<CaptureLine> dialogue = new ArrayList<>();
  private boolean connected;

  /// What stands behind a connect that failed, where it looks like something else.
  interface CloserLook {
    BleException at(BleException trouble) throws InterruptedException;
  }

  /// @param journal of the service that reads the battery, too; empty for none
  BatteryWalk(
      Steps steps,
      BatteryConfig battery,
      Transport transport,
      CloserLook closer,
      Optional<Path> journal,
      Time time) {
    this.steps = steps;
    this.battery = battery;
    this.transport = transport;
    this.closer = closer;
    this.journal = journal;
    this.time = time;
  }

  /// Walks until something fails.
  ///
  /// @return every fragment that went to and fro
  List<CaptureLine> walk() throws InterruptedException {
    Transport recorded = new RecordingTransport(this::connect, time, dialogue::add);
    steps.doing("connecting to " + battery.address());
    try (BatteryReader reader =
        Wiring.reader(battery.withKeepAlive(true), recorded, journal, time)) {
      Sample sample = reader.read();
      steps.ok("echo", "requests do not come back instead of answers");
      steps.ok("first frame", values(sample));
      BatterySession session = reader.session().orElseThrow();
      session.password().ifPresent(words -> steps.ok("password", words));
      registers(session);
      talk();
    } catch (PollException e) {
      failed(e);
    }
    return dialogue;
  }

  private Connection connect(Duration timeout) throws TransportException, InterruptedException {
    long start = time.nanos();
    Connection connection = transport.connect(timeout);
    if (!connected) {
      connected = true;
      String stack = connection.stack().map(way -> " over " + way.label()).orElse("");
      String signal =
          connection.rssi().isPresent() ? ", " + connection.rssi().getAsInt() + " dBm" : "";
      steps.ok("connect", "in " + time.since(start).toMillis() + " ms" + stack + signal);
      connection.layout().ifPresent(layout -> steps.ok("layout", layout));
    }
    steps.doing("reading " + battery.name());
    return connection;
  }

  private static String values(Sample sample) {
    List<String> values = new ArrayList<>();
    for (Metric metric : SHOWN) {
      sample
          .number(metric)
          .ifPresent(
              value -> values.add(ValueText.number(value, metric.digits()) + " " + metric.unit()));
    }
    sample.suspect().forEach(metric -> values.add("suspect " + metric.key()));
    return String.join(", ", values);
  }

  private void registers(BatterySession session) throws InterruptedException {
    List<String> answered = new ArrayList<>();
    List<String> odd = new ArrayList<>();
    for (Register<?> register : Registers.OPEN) {
      String number = String.format(Locale.ROOT, "%02X", register.number());
      steps.doing("asking for register " + number);
      try {
        Response response = session.ask(register.request());
        if (response.isOk()) {
          answered.add(number);
        } else {
          odd.add(number + " is refused (" + Status.describe(response.status()) + ")");
        }
      } catch (ExchangeException e) {
        odd.add(number + " stays silent");
      } catch (TransportException e) {
        steps.failed("registers", PollException.faultOf(e));
        return;
      }
    }
    String words = String.join(", ", answered) + " answered";
    if (odd.isEmpty()) {
      steps.ok("registers", words);
    } else {
      steps.note("registers", words + "; " + String.join(", ", odd));
    }
  }

  private void talk() {
    List<String> odd = Oddities.of(dialogue).words();
    if (odd.isEmpty()) {
      steps.ok("talk", "nothing odd");
    } else {
      steps.note("talk", String.join("; ", odd));
    }
  }

  private void failed(PollException e) throws InterruptedException {
    Fault fault = e.fault();
    Optional<BleTrouble> trouble = Optional.empty();
    if (e.getCause() instanceof BleException ble) {
      BleException cause = connected ? ble : closer.at(ble);
      fault = PollException.faultOf(cause);
      trouble = Optional.of(cause.trouble());
    }
    if (trouble
        .filter(it -> it == BleTrouble.WANTS_PAIRING || it == BleTrouble.WRONG_PIN)
        .isPresent()) {
      steps.failed("pairing", fault);
    } else if (trouble.filter(BleTrouble.ADAPTER_HANGS::equals).isPresent()) {
      steps.failed("adapter", fault);
    } else if (e.getCause() instanceof PasswordException) {
      steps.failed("password", fault);
    } else if (!connected) {
      boolean stood =
          trouble.filter(it -> it == BleTrouble.NOT_JBD || it == BleTrouble.STUCK).isPresent();
      if (stood) {
        steps.ok("connect", "the radios are connected");
      }
      steps.failed(stood ? "layout" : "connect", fault);
    } else {
      Oddities oddities = Oddities.of(dialogue);
      boolean answered = oddities.answers() > 0;
      if (oddities.echoes() > 0 && !answered) {
        steps.failed("echo", fault);
      } else if (fault.kind() == Fault.Kind.REFUSED || fault.kind() == Fault.Kind.DENIED) {
        steps.failed("first frame", fault);
      } else {
        steps.failed(answered ? "registers" : "first frame", fault);
        if (answered) {
          talk();
        }
      }
    }
  }
}
