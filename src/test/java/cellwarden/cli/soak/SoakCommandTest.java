package cellwarden.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorTransport;
import cellwarden.testing.FakeStack;
import cellwarden.time.SystemTime;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.SimAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.Bluetooth;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Few cycles; the ten thousand are in docs/reliability.md.
final class SoakCommandTest {

  private static final String BLE = "ble:A4:C1:38:00:11:22";

  /// What the leaking battery leaves open.
  private final List<Closeable> leaked = new ArrayList<>();

  private final List<byte[]> kept = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Closeable each : leaked) {
      each.close();
    }
  }

  @Test
  void showsWhatIsHeldOnTheWay() {
    Cli.Result result = Cli.run("soak", "--cycles", "40");
    assertThat(result.err()).isEmpty();
    List<String> lines = result.out().lines().toList();
    assertThat(lines.getFirst())
        .containsSubsequence(
            "cycles", "failures", "D-Bus", "rules", "descriptors", "threads", "heap", "anonymous");
    assertThat(lines.subList(1, 12))
        .extracting(line -> line.strip().split("\\s+", 2)[0])
        .containsExactly("1", "4", "8", "12", "16", "20", "24", "28", "32", "36", "40");
    assertThat(lines.getLast()).contains("in the second half of 40 cycles: ");
  }

  @Test
  void printsEachLineForPrograms() {
    List<String> lines =
        Cli.run("soak", "--cycles", "20", "--json", "sim:16s").out().lines().toList();
    assertThat(lines).hasSize(12);
    assertThat(lines.getFirst())
        .matches(
            "\\{\"cycles\":1,\"failures\":0,\"descriptors\":[0-9]+,\"threads\":[0-9]+,"
                + "\"heap\":[0-9]+,\"anonymous\":[0-9]+,\"rss\":[0-9]+}");
    assertThat(lines.getLast())
        .matches(
            "\\{\"ok\":(true|false),\"sentence\":\".*\",\"median_ms\":[0-9]+,\"most_ms\":[0-9]+,"
                + "\"longest_ms\":[0-9]+}");
  }

  @Test
  void descriptorsThatLeakMakeItFail() {
    Cli.Result result =
        soak(timeout -> {
          leaked.add(open());
          return simulator().connect(timeout);
        });
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .containsPattern(
            "this grew in the second half of 100 cycles: .*descriptors [0-9]+ to [0-9]+");
  }

  @Test
  void memoryThatLeaksMakesItFail() {
    Cli.Result result =
        soak(timeout -> {
          kept.add(new byte[100_000]);
          return simulator().connect(timeout);
        });
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .containsPattern(
            "this grew in the second half of 100 cycles: .*heap [0-9.]+ MB to [0-9.]+ MB");
  }

  @Test
  void batteryThatIsNeverReadMakesItFail() {
    Cli.Result result =
        soak(_ -> {
          throw BleTrouble.NO_ADAPTER.anywhere("", null);
        });
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .endsWith(
            "\nnone of 100 cycles read ble:A4:C1:38:00:11:22, the last not_found: this machine has no Bluetooth adapter.\n");
  }

  @Test
  void tooFewCyclesSayNothing() {
    Cli.Result result = Cli.run("soak", "--cycles", "3");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("cellwarden: --cycles takes 20 to 1000000, not 3.\n");
  }

  private static Cli.Result soak(Transport battery) {
    FakeStack kernel = new FakeStack(Stack.KERNEL).reaching(battery);
    return Cli.runUnwatched(
        new Bluetooth(() -> kernel, () -> new FakeStack(Stack.BLUEZ)),
        "soak",
        "--cycles",
        "100",
        BLE);
  }

  private static Transport simulator() {
    return new SimulatorTransport(
        "sim:",
        SimulatedBms.of(SimulatorOptions.parse(new SimAddress("4s", new TreeMap<>()))),
        SystemTime.start());
  }

  private static Closeable open() {
    try {
      return Files.newInputStream(Path.of("/proc/self/status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
