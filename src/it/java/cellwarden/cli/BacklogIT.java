package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.simulator.SimulatorServer;
import cellwarden.testing.Child;
import cellwarden.testing.Figures;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Simulator;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A broker that was away for long gets everything, in order, while live samples go on. Prints what
/// it costs: memory, processor time, and how long live samples take meanwhile.
///
/// `-Dbacklog.samples=60480` is a week at 10 s, which takes ten minutes.
final class BacklogIT {

  private static final int SAMPLES = Integer.getInteger("backlog.samples", 1_000);
  private static final int LIVE_AFTERWARDS = Integer.getInteger("backlog.live", 5);
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final String SAMPLE = "batterie/myBattery";

  /// The heap may be filled and the compiler may warm up; sixty thousand samples take 35 MiB.
  private static final long SLACK_KIB = 16 * 1024;

  @TempDir private Path folder;
  private final List<Long> memory = new CopyOnWriteArrayList<>();

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void everythingComesInOrderWhileLiveSamplesGoOn() throws IOException, InterruptedException {
    JournalFile journal = new JournalFile(folder.resolve("bms_data.jsonl"));
    writeBacklog();
    int port = Ports.free();
    try (SimulatorServer battery = Simulator.listen("sim:4s");
        Mosquitto broker = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, "batterie/#");
        Child service = service(port, battery)) {
      subscriber.awaitTopic(SAMPLE + "/history");
      memory.add(residentKib(service.pid()));
      Thread watch = Thread.ofVirtual().start(() -> watchMemory(service.pid()));
      Duration before = processorTime(service);
      Delivered delivered = new Delivered(journal, subscriber);
      delivered.awaitAll(service, LONGEST);
      watch.interrupt();
      tellCost(processorTime(service).minus(before), processorTime(broker.process()));
      awaitLive(subscriber);
      delivered.awaitEnd(service, Map.of("myBattery", battery));
      service.stop();
      assertThat(service.await()).as(service.toString()).isZero();
      delivered.assertComplete();
      tellDelays(subscriber);
    }
    assertThat(memory.getLast()).isLessThan(memory.getFirst() + SLACK_KIB);
  }

  private void writeBacklog() throws IOException, InterruptedException {
    Instant to = FROM.plus(Duration.ofSeconds(10).multipliedBy(SAMPLES));
    String[] command = {
      "simulate", "--journal", "bms_data.jsonl", "--from", FROM.toString(), "--to", to.toString()
    };
    try (Child simulate = Program.start(folder, command)) {
      assertThat(simulate.await()).as(simulate.toString()).isZero();
    }
    Files.writeString(folder.resolve("bms_data.mqtt.json"), "{\"next\":1,\"pending\":[]}");
  }

  private Child service(int port, SimulatorServer battery) throws IOException {
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries: [{name: myBattery, address: 'tcp:127.0.0.1:%d', interval: 1s}]
        mqtt: {url: 'mqtt://127.0.0.1:%d'}
        """
            .formatted(battery.port(), port));
    return Program.start(folder, "run");
  }

  private static void awaitLive(Subscriber subscriber) throws InterruptedException {
    for (int i = 0; i < LIVE_AFTERWARDS; i++) {
      int mark = subscriber.mark();
      subscriber.await(mark, message -> message.topic().equals(SAMPLE));
    }
  }

  private void watchMemory(long pid) {
    try {
      while (true) {
        memory.add(residentKib(pid));
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (IOException | InterruptedException e) {
      // The backlog is delivered, or the test is over.
    }
  }

  private static long residentKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  private static Duration processorTime(Child child) {
    return ProcessHandle.of(child.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
  }

  private void tellCost(Duration service, Duration broker) {
    Figures.say("VmRSS each second (KiB)", memory.size() < 30 ? memory : tenOf(memory));
    Figures.say("processor time of the service, of the broker", service + ", " + broker);
  }

  private static List<Long> tenOf(List<Long> values) {
    List<Long> some = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      some.add(values.get(i * (values.size() - 1) / 9));
    }
    return some;
  }

  /// From the time of the sample, which is when the battery has answered, to its arrival: the
  /// second register, the journal's fsync and MQTT lie between.
  private static void tellDelays(Subscriber subscriber) {
    List<Subscriber.Received> received = subscriber.received();
    List<Instant> arrivals = subscriber.arrivals();
    int begin = indexOfHistory(received);
    int end = received.size() - 1 - indexOfHistory(received.reversed());
    List<Long> during = new ArrayList<>();
    List<Long> afterwards = new ArrayList<>();
    for (int i = begin; i < received.size(); i++) {
      if (received.get(i).topic().equals(SAMPLE)) {
        Object time = ExactJson.object(received.get(i).payload()).get("time");
        Instant read = Instant.parse(String.valueOf(time));
        (i < end ? during : afterwards).add(Duration.between(read, arrivals.get(i)).toMillis());
      }
    }
    tellDelays("live samples during the backlog", during);
    tellDelays("live samples afterwards", afterwards);
    Duration took = Duration.between(arrivals.get(begin), arrivals.get(end));
    Figures.say("the backlog of " + SAMPLES + " took", took.toMillis() + " ms");
  }

  private static int indexOfHistory(List<Subscriber.Received> received) {
    int index = 0;
    while (!received.get(index).topic().endsWith("/history")) {
      index++;
    }
    return index;
  }

  private static void tellDelays(String what, List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    Figures.say(
        what,
        sorted.isEmpty()
            ? "none"
            : "%d, delay median %d ms, 99 %% %d ms, longest %d ms"
                .formatted(
                    sorted.size(),
                    sorted.get(sorted.size() / 2),
                    sorted.get(sorted.size() * 99 / 100),
                    sorted.getLast()));
  }
}
