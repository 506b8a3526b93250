package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first thing that a newcomer starts.
final class DemoIT {

  private static final Pattern BROKER =
      Pattern.compile("MQTT: +mosquitto_sub -h 127\\.0\\.0\\.1 -p ([0-9]+) -v -t 'batterie/#'");
  private static final Pattern READING =
      Pattern.compile(
          "[0-9:]{8}  myBattery  [0-9.]+ V  [+-][0-9.]+ A  [+-][0-9.]+ W  [0-9]+ %  cells .*°C");

  @TempDir private Path folder;

  /// The port that the demo says its broker has.
  static int brokerPort(Child demo) throws InterruptedException {
    Matcher broker = BROKER.matcher(demo.awaitOut(line -> BROKER.matcher(line).matches()));
    assertThat(broker.matches()).isTrue();
    return Integer.parseInt(broker.group(1));
  }

  @Test
  void endsByItselfAndLeavesAJournal() throws IOException, InterruptedException {
    int readings = 0;
    for (int seconds = 3; readings < 2; seconds *= 2) {
      Path place = Files.createDirectory(folder.resolve(seconds + "-seconds"));
      readings = readingsIn(place, seconds);
    }
  }

  /// A busy machine may get nothing done in few seconds.
  private static int readingsIn(Path place, int seconds) throws IOException, InterruptedException {
    try (Child demo =
        Program.demo(
            place,
            List.of(),
            "--seconds",
            Integer.toString(seconds),
            "--interval",
            "1s",
            "--dir",
            "new/folder")) {
      assertThat(demo.await()).isZero();
      assertThat(demo.out()).anyMatch(line -> line.startsWith("Simulated battery myBattery"));
      Path file = place.toRealPath().resolve("new/folder/bms_data.jsonl");
      assertThat(demo.out()).contains("Journal: " + file);
      List<String> readings =
          demo.out().stream().filter(line -> READING.matcher(line).matches()).toList();
      JournalFile journal = new JournalFile(file);
      assertThat(journal.endsWhole()).isTrue();
      assertThat(journal.lines()).hasSameSizeAs(readings);
      assertThat(demo.toString()).doesNotContain("\tat ", "WARN", "ERROR");
      return readings.size();
    }
  }

  @Test
  void servesSubscribersOfBothVersionsWhereItSays() throws IOException, InterruptedException {
    try (Child demo = Program.demo(folder, List.of(), "--interval", "1h")) {
      int port = brokerPort(demo);
      String journalled =
          new JournalFile(folder.resolve("bms_data.jsonl"))
              .await(demo, lines -> lines.size() == 1)
              .getFirst();
      Subscriber.Received sample = new Subscriber.Received(true, "batterie/myBattery", journalled);
      // Once somebody has received it, live or retained, the broker holds it for everybody who
      // comes later.
      try (Subscriber first = Subscriber.to(port, "batterie/#")) {
        assertThat(first.awaitTopic("batterie/myBattery").payload()).isEqualTo(journalled);
      }
      try (Subscriber version3 = Subscriber.inVersion3(port, "batterie/#");
          Subscriber version5 = Subscriber.to(port, "batterie/#")) {
        assertThat(version3.awaitTopic("batterie/myBattery")).isEqualTo(sample);
        assertThat(version5.awaitTopic("batterie/myBattery")).isEqualTo(sample);
        assertThat(version5.awaitTopic("batterie/bridge/state").payload()).isEqualTo("online");
        assertThat(version5.awaitTopic("batterie/myBattery/availability").payload())
            .isEqualTo("online");
      }
      demo.stop();
    }
  }

  @Test
  void takesAnotherPortWhenTheUsualOneIsTaken() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket()) {
      Ports.aloneAtUsual(() -> take(taken));
      try (Child demo = Program.demo(folder, List.of(), "--interval", "1s")) {
        int port = brokerPort(demo);
        assertThat(port).isNotEqualTo(Ports.USUAL);
        try (Subscriber subscriber = Subscriber.inVersion3(port, "batterie/#")) {
          subscriber.awaitTopic("batterie/myBattery");
        }
        demo.stop();
      }
    }
  }

  @Test
  void endsWhenNobodyReadsItsOutputAnyMore() throws IOException, InterruptedException {
    // Reads three lines, and leaves when there is a file: in the middle of the run, not of the
    // start.
    String reader = "\"$@\" | { head -n 3; until [ -e enough ]; do sleep 0.1; done; }";
    try (Child shell =
        Program.demo(folder, List.of("sh", "-c", reader, "sh"), "--interval", "1s")) {
      try (Subscriber subscriber = Subscriber.to(brokerPort(shell), "batterie/#")) {
        subscriber.awaitTopic("batterie/myBattery");
      }
      Files.createFile(folder.resolve("enough"));
      assertThat(shell.await()).isZero();
      assertThat(shell.out()).hasSize(3);
      assertThat(shell.toString()).doesNotContain("\tat ", "cellwarden: ");
    }
  }

  /// @return whether somebody else has it, which is as good
  private static boolean take(ServerSocket socket) throws IOException {
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.USUAL));
      return false;
    } catch (BindException e) {
      return true;
    }
  }
}
