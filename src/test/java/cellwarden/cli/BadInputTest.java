package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.console.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is typed wrong: one sentence on standard error that says what to do, the right status,
/// nothing started.
final class BadInputTest {

  private static final int USAGE = 2;

  @TempDir private Path folder;

  /// @param words that the sentence must hold
  private record Slip(String words, List<String> args) {}

  private static final List<Slip> SLIPS =
      List.of(
          slip("\"1.2.3\" is not host:port; write it like tcp:", "read", "tcp:1.2.3"),
          slip("the port 99999 is not from 1 to 65535", "read", "tcp:127.0.0.1:99999"),
          slip("unknown scheme foo, an address starts with ble:", "read", "foo:bar"),
          slip("the scheme is missing; write it like ble:A4", "read", "A4:C1:38:00:11:22"),
          slip("there is no option foo, known are ambient", "read", "sim:4s?foo=1"),
          slip("is not a number of cells, write sim:1s to sim:32s", "read", "sim:99s"),
          slip("there is no fault nosiy, known are", "read", "sim:4s?faults=nosiy"),
          slip("missing required parameter: 'BATTERY'. Try", "read"),
          slip(
              "simulate takes either --listen, such as tcp:127.0.0.1:8899, or --journal",
              "simulate"),
          slip("simulate takes either --listen,", simulate("--journal", "a.jsonl")),
          slip("go with --journal only", simulate("--name", "shed")),
          slip("--journal needs --from and --to", "simulate", "--journal", "a.jsonl"),
          slip("--from must be before --to", journal("--from", "2026-06-02")),
          slip("expected so long ago, such as 7d, or a moment", journal("--from", "lately")),
          slip("--interval is at least 1s", journal("--from", "2026-06-01", "--interval", "500ms")),
          slip("bridge names the program itself", journal("--name", "bridge")),
          slip("--answers goes with --listen only", journal("--answers", "a.json")),
          slip("--select goes with --answers only", simulate("--select", "a")),
          slip("nothing but faults and seed", answers("sim:8s")),
          slip("nothing but faults and seed", answers("sim:?faults=noisy&capacity=5")),
          slip("a.json cannot be read", answers("sim:?faults=noisy&seed=5")),
          slip("speed and faults of --battery go", whole("--battery", "sim:4s?speed=60")),
          slip("speed and faults of --battery go", whole("--battery", "sim:?faults=noisy")),
          slip("-c has no effect beside an address", "read", "sim:4s", "-c", "a.yaml"),
          slip("-c has no effect beside a FILE", "config", "check", "a.yaml", "-c", "b.yaml"),
          slip("-c has no effect beside a FILE", "journal", "verify", "a.jsonl", "-c", "b.yaml"),
          slip("beside --journal; leave one", "history", "--journal", "a.jsonl", "-c", "b.yaml"),
          slip("--theme goes with a plot only", "history", "--theme", "night"),
          slip("--theme goes with a plot only", "history", "--theme=day", "--output", "a.csv"),
          slip("there is no option capasity", simulate("--battery", "sim:4s?capasity=3")),
          slip("--battery takes a simulated battery", simulate("--battery", "tcp:10.0.0.1:1")),
          slip("nowhere.json cannot be read (there is no", simulate("--answers", "nowhere.json")),
          slip("nowhere.json cannot be read (there is no", simulate("--replay", "nowhere.json")),
          slip("src cannot be read (", simulate("--replay", "src")),
          slip("pom.xml is no capture; record one", simulate("--replay", "pom.xml")),
          slip("/dev/zero is larger than 1 MB; keep", simulate("--answers", "/dev/zero")),
          slip("pom.xml exists already", "capture", "sim:4s", "pom.xml"),
          slip("pom.xml exists already", "doctor", "sim:4s", "--bundle", "pom.xml"),
          slip("pom.xml/a cannot be written (", "doctor", "sim:4s", "--bundle", "pom.xml/a"),
          slip("nowhere.yaml: there is no such", "doctor", "shed", "-c", "nowhere.yaml"),
          slip("--listen takes an address such as tcp:", "simulate", "--listen", "sim:"),
          slip("/etc exists already; name another path", "simulate", "--listen", "pty:/etc"),
          slip("expected a duration such as 500ms", "demo", "--interval", "1x"),
          slip("'ten' is not a whole number", "demo", "--seconds", "ten"),
          slip("has no option --secnods; did you mean --seconds?", "demo", "--secnods", "1"),
          slip("nowhere.yaml: there is no such file; make one with", "run", "-c", "nowhere.yaml"),
          slip("no\\nwhere\\x1b[2J.yaml: there is no such", "run", "-c", "no\nwhere\u001b[2J.yaml"),
          slip("unknown scheme a\\rb\\x07, an address", "read", "a\rb\u0007:x"),
          slip("has no option --a\\nb", "demo", "--a\nb"),
          slip("nowhere.yaml: there is no such", "read", "myBattery", "-c", "nowhere.yaml"),
          slip("the folder pom.xml/new cannot be made (", "demo", "--dir", "pom.xml/new"),
          slip("pom.xml exists already; edit it, or", "config", "init", "pom.xml"),
          slip("/new.yaml cannot be written (", "config", "init", "pom.xml/folder/new.yaml"));

  private static Slip slip(String words, String... args) {
    return new Slip(words, List.of(args));
  }

  private static String[] journal(String... more) {
    return Stream.concat(
            Stream.of("simulate", "--journal", "nowhere/a.jsonl", "--to", "2026-06-02"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private static String[] whole(String... more) {
    return Stream.concat(Stream.of(journal("--from", "2026-06-01")), Stream.of(more))
        .toArray(String[]::new);
  }

  private static String[] answers(String battery) {
    return simulate("--answers", "a.json", "--battery", battery);
  }

  private static String[] simulate(String... more) {
    return Stream.concat(Stream.of("simulate", "--listen", "tcp:127.0.0.1:8899"), Stream.of(more))
        .toArray(String[]::new);
  }

  @TestFactory
  Stream<DynamicTest> everySlipGetsOneSentence() {
    return SLIPS.stream()
        .map(slip ->
            DynamicTest.dynamicTest(
                String.join(" ", slip.args()),
                () -> assertOneSentence(USAGE, slip.words(), run(slip.args()))));
  }

  private static Cli.Result run(List<String> args) {
    return Cli.run(args.toArray(String[]::new));
  }

  private static void assertOneSentence(int status, String words, Cli.Result result) {
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith("cellwarden: ").contains(words).containsPattern("[.?]\\R$");
  }

  @Test
  void everyMistakeOfAConfigurationGetsItsLine() throws IOException {
    Path file =
        write(
            """
            batteries:
              - name: a b
                address: tcp:1.2.3
                intervall: 5s
              - name: c
                address: foo:1
                interval: 5
            mqtt:
              url: http://example
              pasword: hunter2
            journal:
              pth: x
            """);
    Cli.Result result = Cli.run("run", "-c", file.toString());

    assertThat(result.status()).isEqualTo(USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).doesNotContain("hunter2");
    assertThat(result.err().lines().map(line -> line.replace("cellwarden: " + file + ":", "")))
        .containsExactly(
            "2: batteries[0].name: expected 1 to 64 letters, digits, _ or -, found \"a b\".",
            "3: batteries[0].address: \"1.2.3\" is not host:port; write it like tcp:192.168.1.7:8899.",
            "4: batteries[0].intervall: unknown key; did you mean interval?",
            "6: batteries[1].address: unknown scheme foo, an address starts with ble:, serial:, tcp: or sim:; "
                + "write it like ble:A4:C1:38:00:11:22.",
            "7: batteries[1].interval: 5 has no unit; write 5s for seconds.",
            "9: mqtt.url: expected an MQTT URL, mqtt://host:1883, mqtts://host:8883, ws://host/path, "
                + "wss://host/path or embedded:, found something else.",
            "10: mqtt.pasword: unknown key; did you mean password?",
            "12: journal.pth: unknown key; did you mean path?");
  }

  @Test
  void everyAddressThatNobodyReachesGetsItsLine() throws IOException {
    Path file =
        write(
            """
            batteries:
              - {name: a, address: 'sim:?soc=101'}
              - {name: b, address: 'sim:99s'}
              - {name: c, address: 'sim:4s?foo=1', interval: 5}
            """);
    for (String command : List.of("run -c", "config check", "read b -c")) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.add(file.toString());
      Cli.Result result = run(words);
      assertThat(result.status()).isEqualTo(USAGE);
      assertThat(result.err().lines().map(line -> line.replace("cellwarden: " + file + ":", "")))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("2: batteries[0].address: sim:?soc=101: \"101\""),
              line -> assertThat(line).startsWith("3: batteries[1].address: sim:99s: \"99s\" is"),
              line -> assertThat(line).startsWith("4: batteries[2].address: sim:4s?foo=1: there"),
              line -> assertThat(line).startsWith("4: batteries[2].interval: 5 has no unit"));
    }
  }

  @Test
  void batteryThatTheConfigurationDoesNotHaveIsNamed() throws IOException {
    Path file = write("batteries: [{name: garage, address: 'sim:'}]\n");

    assertOneSentence(
        USAGE,
        " has no battery shed; it has garage; or give an address",
        Cli.run("read", "shed", "-c", file.toString()));
  }

  @Test
  void readOfAPortWhereNobodyListensIsAFailure() throws IOException {
    try (Socket mute = new Socket()) {
      mute.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = mute.getLocalPort();
      assertOneSentence(
          CommandException.FAILURE,
          "unreachable: tcp:127.0.0.1:" + port + ": nothing listens there",
          Cli.run("read", "tcp:127.0.0.1:" + port));
    }
  }

  @Test
  void simulatorSaysWhenItsPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertOneSentence(
          CommandException.FAILURE,
          "cannot listen on tcp:127.0.0.1:" + taken.getLocalPort(),
          Cli.run("simulate", "--listen", "tcp:127.0.0.1:" + taken.getLocalPort()));
    }
  }

  @Test
  void journalInNoFolderStartsNothing() throws IOException {
    assertNothingStarts(folder.resolve("none/a.jsonl"), "its folder does not exist; create it");
  }

  @Test
  void journalThatIsAFolderStartsNothing() throws IOException {
    assertNothingStarts(folder, "it is a folder; name a file");
  }

  @Test
  void journalThatNobodyMayWriteStartsNothing() throws IOException {
    // A place where not even root may create a file.
    assertNothingStarts(Path.of("/proc/bms_data.jsonl"), "journal /proc/bms_data.jsonl cannot be");
  }

  @Test
  void brokerPortThatIsTakenStartsNothing() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertNothingStarts(
          folder.resolve("a.jsonl"),
          "the broker inside the program cannot start: port " + port + " is taken",
          "mqtt: {url: 'embedded:" + port + "'}");
    }
  }

  /// One sentence, and the battery is left alone.
  private void assertNothingStarts(Path journal, String words, String... more) throws IOException {
    try (ServerSocketChannel battery = ServerSocketChannel.open()) {
      battery.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      battery.configureBlocking(false);
      int port = ((InetSocketAddress) battery.getLocalAddress()).getPort();
      Path file =
          write(
              """
              batteries: [{name: a, address: 'tcp:127.0.0.1:%d'}]
              journal: {path: '%s'}
              %s
              """
                  .formatted(port, journal, String.join("\n", more)));

      assertOneSentence(CommandException.FAILURE, words, Cli.run("run", "-c", file.toString()));
      assertThat(battery.accept()).isNull();
      try (Socket control = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(control.isConnected()).isTrue();
        battery.configureBlocking(true);
        assertThat(battery.accept()).isNotNull();
      }
    }
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("cellwarden.yaml"), yaml);
  }
}
