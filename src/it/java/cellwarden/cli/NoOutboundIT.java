package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cellwarden.output.mqtt.client.EmbeddedBroker;
import cellwarden.testing.Child;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Subscriber;
import cellwarden.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program with the broker inside talks to nobody but itself: every address that it hands to
/// the kernel is of the loopback interface, as a tracer of system calls sees it, and it asks no
/// name server.
final class NoOutboundIT {

  private static final Pattern IP_ADDRESS =
      Pattern.compile(
          "htons\\((?<port>[0-9]+)\\).*(?:inet_addr\\(|inet_pton\\(AF_INET6?, )\"(?<ip>[^\"]+)\"");
  private static final String LOOPBACK = "(::ffff:)?127\\.[0-9.]+|::1";
  private static final int NAME_SERVICE = 53;

  @TempDir private Path folder;
  private Path trace;

  @BeforeEach
  void prepareTracing() throws IOException, InterruptedException {
    trace = folder.resolve("trace");
    try (Child probe =
        Child.start(
            new ProcessBuilder(Tools.find("strace"), "-qq", "-o", "/dev/null", "/bin/true"))) {
      int status = probe.await();
      assumeTrue(status == 0, () -> "tracing is not allowed here: " + probe.err());
    }
  }

  @Test
  void demoTalksToItselfOnly() throws IOException, InterruptedException {
    try (Child demo = Program.demo(folder, tracer(), "--interval", "1s")) {
      int port = DemoIT.brokerPort(demo);
      try (Subscriber subscriber = Subscriber.to(port, "batterie/#")) {
        subscriber.awaitTopic("batterie/myBattery");
      }
      demo.stop();
      assertThat(demo.await()).isZero();
      assertOnlyLoopback(port);
    }
  }

  @Test
  void serviceWithTheBrokerInsideTalksToItselfOnly() throws IOException, InterruptedException {
    int port = Ports.free();
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries: [{name: myBattery, address: 'sim:', interval: 1s}]
        mqtt: {url: 'embedded:%d'}
        """
            .formatted(port));
    try (Child service = Child.start(Program.builder(folder, tracer(), "run"))) {
      service.awaitErr(line -> line.contains("mqtt: connected to embedded:" + port));
      service.stop();
      assertThat(service.await()).isZero();
      assertOnlyLoopback(port);
    }
  }

  @Test
  void serviceTalksToItsBatteryAndItsBrokerOnly() throws Exception {
    int battery = Ports.free();
    int broker = Ports.free();
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries: [{name: myBattery, address: 'tcp:127.0.0.1:%d', interval: 1s}]
        mqtt: {url: 'mqtt://127.0.0.1:%d'}
        """
            .formatted(battery, broker));
    try (EmbeddedBroker _ = EmbeddedBroker.start(broker);
        Child _ = Program.simulator(folder, battery);
        Child service = Child.start(Program.builder(folder, tracer(), "run"))) {
      try (Subscriber subscriber = Subscriber.to(broker, "batterie/#")) {
        subscriber.awaitTopic("batterie/myBattery");
      }
      service.stop();
      assertThat(service.await()).isZero();
    }
    assertThat(Files.readAllLines(trace))
        .filteredOn(call -> call.contains("connect(") && call.contains("htons"))
        .isNotEmpty()
        .allMatch(call ->
            call.contains("htons(" + battery + ")") || call.contains("htons(" + broker + ")"));
    assertOnlyLoopback(broker);
  }

  /// The tracer runs beside the program, so that signals and status are the program's own.
  private List<String> tracer() {
    return List.of(
        Tools.find("strace"),
        "-D",
        "-f",
        "-qq",
        "-e",
        "trace=bind,connect,sendto,sendmsg,sendmmsg",
        "-e",
        "signal=none",
        "-o",
        trace.toString());
  }

  private void assertOnlyLoopback(int brokerPort) throws IOException {
    boolean sawOurs = false;
    for (String call : Files.readAllLines(trace)) {
      Matcher address = IP_ADDRESS.matcher(call);
      if (address.find()) {
        int port = Integer.parseInt(address.group("port"));
        assertThat(address.group("ip")).as(call).matches(LOOPBACK);
        assertThat(port).as(call).isNotEqualTo(NAME_SERVICE);
        sawOurs |= port == brokerPort && call.contains("connect(");
      } else {
        assertThat(call).doesNotContain("AF_INET");
      }
    }
    assertThat(sawOurs).as("the tracer saw the connection to our own broker").isTrue();
  }
}
