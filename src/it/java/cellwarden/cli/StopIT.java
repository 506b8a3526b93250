package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.CuttableRelay;
import cellwarden.testing.Figures;
import cellwarden.testing.Guard;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stopping is clean in every state, killing costs nothing that was journalled. Reports how long
/// each stop took; the aim is less than 2 s.
final class StopIT {

  /// How long the program lets an output end by itself when it stops.
  private static final Duration FAREWELL = Duration.ofMillis(700);

  private static final String SIM = "batteries: [{name: myBattery, address: 'sim:', interval: 1s}]";
  private static final String SAMPLE = "batterie/myBattery";
  private static final String STATE = "batterie/bridge/state";

  @TempDir private Path folder;
  private JournalFile journal;
  private int port;

  @BeforeEach
  void choosePlaces() throws IOException {
    journal = new JournalFile(folder.resolve("bms_data.jsonl"));
    port = Ports.free();
  }

  @Test
  void serviceSaysFarewell() throws IOException, InterruptedException {
    try (Mosquitto _ = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        Child service = service(SIM)) {
      Delivered delivered = new Delivered(journal, subscriber);
      delivered.awaitLive("myBattery");
      assertThat(subscriber.awaitTopic(STATE).payload()).isEqualTo("online");
      delivered.awaitAll(service);
      int mark = subscriber.mark();

      stop(service, "run");
      assertThat(subscriber.await(mark, message -> message.topic().equals(STATE)))
          .isEqualTo(new Subscriber.Received(true, STATE, "offline"));
      try (Subscriber later = Subscriber.to(port, STATE)) {
        assertThat(later.awaitTopic(STATE).payload()).isEqualTo("offline");
      }
      assertThat(journal.endsWhole()).isTrue();
      delivered.assertNoneIsUnknown();
    }
  }

  @Test
  void interruptFromTheKeyboardIsACleanStop() throws IOException, InterruptedException {
    try (Child service = service(SIM)) {
      journal.await(service, lines -> !lines.isEmpty());
      service.signal("INT");
      assertThat(service.await()).isZero();
    }
    assertThat(journal.endsWhole()).isTrue();
  }

  @Test
  void demoSaysFarewell() throws IOException, InterruptedException {
    Optional<Subscriber.Received> farewell = Optional.empty();
    while (farewell.isEmpty()) {
      farewell = farewellOfADemo();
    }
    assertThat(farewell.get().payload()).isEqualTo("offline");
  }

  /// @return empty where the stop took so long that the farewell was cut off
  private Optional<Subscriber.Received> farewellOfADemo() throws IOException, InterruptedException {
    try (Child demo = Program.demo(folder, List.of(), "--interval", "1s");
        Subscriber subscriber = Subscriber.inVersion3(DemoIT.brokerPort(demo), "batterie/#")) {
      subscriber.awaitTopic(SAMPLE);
      int mark = subscriber.mark();

      Duration took = stop(demo, "demo");
      Optional<Subscriber.Received> farewell =
          subscriber.awaitUntilCut(mark, message -> message.topic().equals(STATE));
      assertThat(farewell.isPresent() || took.compareTo(FAREWELL) > 0).as("farewell").isTrue();
      assertThat(journal.endsWhole()).isTrue();
      new Delivered(journal, subscriber).assertNoneIsUnknown();
      return farewell;
    }
  }

  @Test
  void simulatorGivesItsPortBack() throws IOException, InterruptedException {
    try (Child simulator = Program.simulator(folder, port);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      stop(simulator, "simulate");
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      try (Child another = Program.simulator(folder, port)) {
        assertThat(another.isAlive()).isTrue();
      }
    }
  }

  /// More samples than can be written before the signal comes.
  @Test
  void interruptedJournalOfTheSimulatorSaysThatItIsShort() throws Exception {
    Path file = folder.resolve("long.jsonl");
    try (Child simulate =
        Program.start(
            folder,
            "simulate",
            "--journal",
            file.toString(),
            "--from",
            "1900-01-01",
            "--to",
            "2026-01-01",
            "--interval",
            "1s")) {
      Guard.await("the first samples", () -> Files.exists(file) && Files.size(file) > 0);
      simulate.signal("INT");
      assertThat(simulate.await()).isEqualTo(130);
      long lines = Files.readString(file).lines().count();
      assertThat(simulate.err())
          .contains(
              "cellwarden: stopped before the end: %s holds the first %d samples only; remove it to begin again."
                  .formatted(file, lines));
      assertThat(simulate.out()).isEmpty();
    }
  }

  @Test
  void readThatGetsNoAnswerDelaysNobody() throws IOException, InterruptedException {
    try (Mosquitto _ = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, STATE);
        ServerSocket battery = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Child service = service(silent(battery))) {
      subscriber.awaitTopic(STATE);
      try (Socket accepted = battery.accept()) {
        assertThat(accepted.getInputStream().readNBytes(7)).hasSize(7);
        stop(service, "run in the middle of a read");
      }
      subscriber.await(message -> message.payload().equals("offline"));
    }
  }

  @Test
  void hungBrokerDelaysNobody() throws IOException, InterruptedException {
    try (Mosquitto broker = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        Child service = service(SIM)) {
      subscriber.awaitTopic(SAMPLE);
      broker.process().signal("STOP");
      int before = journal.lines().size();
      journal.await(service, lines -> lines.size() > before + 1);

      stop(service, "run with a hung broker");
    }
  }

  @Test
  void brokerThatAcceptsAndStaysSilentDelaysNobody() throws IOException, InterruptedException {
    try (ServerSocket broker = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        Child service = service(SIM);
        Socket accepted = broker.accept()) {
      assertThat(accepted.getInputStream().readNBytes(1)).hasSize(1);
      journal.await(service, lines -> !lines.isEmpty());

      stop(service, "run while it connects to a silent broker");
    }
  }

  @Test
  void silentBatteryAndHungBrokerTogetherDelayNobody() throws IOException, InterruptedException {
    try (Mosquitto broker = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, STATE);
        ServerSocket battery = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Child service = service(silent(battery))) {
      subscriber.awaitTopic(STATE);
      broker.process().signal("STOP");
      try (Socket accepted = battery.accept()) {
        assertThat(accepted.getInputStream().readNBytes(7)).hasSize(7);
        stop(service, "run in the middle of a read with a hung broker");
      }
    }
  }

  @Test
  void publishingGoesOnAfterTheBrokerWasKilled() throws IOException, InterruptedException {
    try (Child service = service(SIM)) {
      try (Mosquitto broker = Mosquitto.start(folder, port);
          Subscriber subscriber = Subscriber.to(port, SAMPLE)) {
        subscriber.awaitTopic(SAMPLE);
        broker.process().kill();
      }
      int before = journal.lines().size();
      journal.await(service, lines -> lines.size() > before + 2);
      try (Mosquitto _ = Mosquitto.start(folder, port);
          Subscriber subscriber = Subscriber.to(port, "batterie/#")) {
        Subscriber.Received first = subscriber.awaitTopic(SAMPLE);
        assertThat(first.retained()).isTrue();
        assertThat(journal.lines().indexOf(first.payload())).isGreaterThan(before);
        assertThat(subscriber.awaitTopic(STATE).payload()).isEqualTo("online");
        assertThat(subscriber.awaitTopic(SAMPLE + "/availability").payload()).isEqualTo("online");
        int mark = subscriber.mark();
        subscriber.await(mark, message -> message.topic().equals(SAMPLE));
      }
      service.stop();
      assertThat(service.await()).isZero();
    }
  }

  @Test
  void killLeavesTheLastWillAndAWholeJournal() throws IOException, InterruptedException {
    try (Mosquitto _ = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, "batterie/#")) {
      try (Child service = service(SIM)) {
        subscriber.awaitTopic(SAMPLE);
        service.kill();
      }
      assertThat(subscriber.await(message -> message.payload().equals("offline")))
          .isEqualTo(new Subscriber.Received(true, STATE, "offline"));
      assertThat(journal.endsWhole()).isTrue();
      Delivered delivered = new Delivered(journal, subscriber);
      delivered.assertNoneIsUnknown();
      long last = journal.seqs().getLast();
      try (Child service = service(SIM)) {
        assertGoesOnAfter(last, delivered, service);
      }
    }
  }

  /// The session with the broker stands only when some samples are journalled already, as on a
  /// machine that is slow to start or with a broker that is.
  @Test
  void samplesOfALateSessionComeAsHistoryAndTheNextOnesLive()
      throws IOException, InterruptedException {
    try (Mosquitto broker = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        CuttableRelay relay = CuttableRelay.to(broker.port())) {
      Delivered delivered = new Delivered(journal, subscriber);
      try (Child service = service(SIM, relay.port())) {
        delivered.awaitLive("myBattery");
        service.kill();
      }
      subscriber.await(message -> message.payload().equals("offline"));
      long last = journal.seqs().getLast();
      relay.shut();
      try (Child service = service(SIM, relay.port())) {
        journal.await(service, lines -> JournalFile.seq(lines.getLast()) > last + 2);
        relay.open();
        Subscriber.Received next =
            subscriber.await(message -> JournalFile.seq(message.payload()) == last + 1);
        assertThat(next.topic()).isEqualTo(SAMPLE + "/history");
        assertGoesOnAfter(last, delivered, service);
      }
    }
  }

  /// The next number follows, and everything comes, live or as history.
  private void assertGoesOnAfter(long last, Delivered delivered, Child service)
      throws IOException, InterruptedException {
    delivered.awaitLive("myBattery");
    delivered.awaitAll(service);
    service.stop();
    List<Long> seqs = journal.seqs();
    assertThat(seqs).isEqualTo(LongStream.rangeClosed(1, seqs.size()).boxed().toList());
    assertThat(seqs.getLast()).isGreaterThan(last);
    delivered.assertNoneIsUnknown();
  }

  private Child service(String batteries) throws IOException {
    return service(batteries, port);
  }

  private Child service(String batteries, int broker) throws IOException {
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        batteries + "\nmqtt: {url: 'mqtt://127.0.0.1:%d'}\n".formatted(broker));
    return Program.start(folder, "run");
  }

  private static String silent(ServerSocket battery) {
    return "batteries: [{name: myBattery, address: 'tcp:127.0.0.1:%d'}]"
        .formatted(battery.getLocalPort());
  }

  private static Duration stop(Child child, String what) throws InterruptedException {
    Duration took = child.stop();
    Figures.say("stop of " + what, took.toMillis() + " ms");
    assertThat(child.await()).as(child.toString()).isZero();
    assertThat(child.toString()).doesNotContain("\tat ", "took too long");
    return took;
  }
}
