package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cellwarden.testing.Child;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Subscriber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the program needs and does not find when it starts: what is wrong in the configuration ends
/// it with one sentence, what may come later does not.
final class TroubleAtStartIT {

  private static final String SIM =
      "batteries: [{name: myBattery, address: 'sim:', interval: 1s}]\n";

  @TempDir private Path folder;

  @Test
  void noConfigurationSaysWhereItLookedAndHowToMakeOne() throws IOException, InterruptedException {
    assumeTrue(Files.notExists(Path.of("/etc/cellwarden/cellwarden.yaml")));
    for (String[] command :
        List.of(args("run"), args("config", "check"), args("read", "myBattery"))) {
      try (Child child = Program.start(folder, command)) {
        assertThat(child.await()).isEqualTo(2);
        assertThat(child.out()).isEmpty();
        assertThat(child.err()).hasSize(1);
        assertThat(child.err().getFirst())
            .startsWith("cellwarden: ")
            .contains("no configuration: looked for cellwarden.yaml, ")
            .contains(folder.resolve(".config/cellwarden/cellwarden.yaml").toString())
            .contains("config init");
      }
    }
  }

  @Test
  void secondServiceOnOneJournalStartsNothing() throws IOException, InterruptedException {
    write("cellwarden.yaml", SIM);
    int port = Ports.free();
    write("second.yaml", SIM + "mqtt: {url: 'embedded:%d'}%n".formatted(port));
    JournalFile journal = new JournalFile(folder.resolve("bms_data.jsonl"));
    try (Child first = Program.start(folder, "run")) {
      journal.await(first, lines -> !lines.isEmpty());
      try (Child second = Program.start(folder, "run", "-c", "second.yaml")) {
        assertThat(second.await()).isEqualTo(1);
        assertThat(second.err()).hasSize(1);
        assertThat(second.err().getFirst())
            .startsWith("cellwarden: journal " + journal.path())
            .contains("is being written by process " + first.pid() + " since 2", "; stop that one");
      }
      journal.await(first, lines -> lines.size() >= 3);
      first.stop();
    }
    assertThat(journal.seqs()).startsWith(1L, 2L, 3L).doesNotHaveDuplicates();
  }

  @Test
  void wrongPasswordAtTheBrokerIsSaidOnceAndReadingGoesOn()
      throws IOException, InterruptedException {
    int port = Ports.free();
    writeWithLogin(port);
    JournalFile journal = new JournalFile(folder.resolve("bms_data.jsonl"));
    try (Child child = Program.start(folder, "run")) {
      try (Mosquitto _ = Mosquitto.startWithLogin(folder, port, "pi", "another")) {
        child.awaitErr(line -> line.contains(" refused the "));
        int before = journal.lines().size();
        journal.await(child, lines -> lines.size() >= before + 3);
      }
      try (Mosquitto _ = Mosquitto.startWithLogin(folder, port, "pi", "correct horse");
          Subscriber subscriber = Subscriber.withLogin(port, "batterie/#", "pi", "correct horse")) {
        String sample = subscriber.awaitTopic("batterie/myBattery").payload();
        journal.await(child, lines -> lines.contains(sample));
        child.stop();
      }
      assertThat(child.await()).isZero();
      assertThat(child.err().stream().filter(line -> line.contains(" refused the ")))
          .singleElement()
          .asString()
          .contains("WARN mqtt: broker mqtt://127.0.0.1:" + port + " refused the connection (")
          .contains("check mqtt.username and mqtt.password or mqtt.password_file")
          .endsWith("the connection is tried again until it stands");
      assertThat(child.toString()).doesNotContain("correct", "horse", "\tat ");
    }
  }

  @Test
  void rightPasswordIsLetIn() throws IOException, InterruptedException {
    int port = Ports.free();
    writeWithLogin(port);
    try (Mosquitto _ = Mosquitto.startWithLogin(folder, port, "pi", "correct horse");
        Child child = Program.start(folder, "run")) {
      child.awaitErr(line -> line.contains("mqtt: connected to mqtt://127.0.0.1:" + port));
      assertThat(child.toString()).doesNotContain("horse");
    }
  }

  @Test
  void brokerThatComesLaterGetsTheReadings() throws IOException, InterruptedException {
    int port = Ports.free();
    write("cellwarden.yaml", SIM + "mqtt: {url: 'mqtt://127.0.0.1:%d'}%n".formatted(port));
    JournalFile journal = new JournalFile(folder.resolve("bms_data.jsonl"));
    try (Child service = Program.start(folder, "run")) {
      journal.await(service, lines -> lines.size() >= 2);
      service.awaitErr(line -> line.contains(" WARN "));
      assertThat(service.isAlive()).isTrue();
      try (Mosquitto _ = Mosquitto.start(folder, port);
          Subscriber subscriber = Subscriber.to(port, "batterie/#")) {
        String sample = subscriber.awaitTopic("batterie/myBattery").payload();
        journal.await(service, lines -> lines.contains(sample));
        assertThat(subscriber.awaitTopic("batterie/bridge/state").payload()).isEqualTo("online");
        assertThat(subscriber.awaitTopic("batterie/myBattery/availability").payload())
            .isEqualTo("online");
        service.stop();
      }
      assertThat(service.await()).isZero();
      assertThat(service.err().stream().filter(line -> line.contains(" WARN "))).hasSize(1);
    }
  }

  @Test
  void batteryThatIsAwayIsAFaultAndNoEnd() throws IOException, InterruptedException {
    int port = Ports.free();
    write(
        "cellwarden.yaml",
        "batteries: [{name: shed, address: 'tcp:127.0.0.1:%d', interval: 1s}]%n".formatted(port));
    JournalFile journal = new JournalFile(folder.resolve("bms_data.jsonl"));
    try (Child service = Program.start(folder, "run")) {
      journal.await(service, lines -> lines.size() >= 2);
      assertThat(service.isAlive()).isTrue();
      service.stop();
      assertThat(service.await()).isZero();
      assertThat(service.toString()).doesNotContain("\tat ");
    }
    for (String line : journal.lines()) {
      assertThat(ExactJson.object(line)).containsOnlyKeys("time", "battery", "fault");
      assertThat(ExactJson.map(ExactJson.get(ExactJson.object(line), "fault")))
          .containsEntry("kind", "unreachable")
          .hasEntrySatisfying(
              "detail",
              detail ->
                  assertThat(detail.toString())
                      .startsWith("tcp:127.0.0.1:" + port + ": nothing listens there"));
    }
  }

  private static String[] args(String... args) {
    return args;
  }

  private void writeWithLogin(int port) throws IOException {
    write("secret.txt", "correct horse\n");
    write(
        "cellwarden.yaml",
        SIM
            + "mqtt: {url: 'mqtt://127.0.0.1:%d', username: pi, password_file: secret.txt}%n"
                .formatted(port));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
