package cellwarden.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.app.Ending;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Progress;
import cellwarden.cli.console.Terminal;
import cellwarden.testing.FakeStack;
import cellwarden.transport.BleAddress.Stack;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Advertisement.AddressType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SearchTest {

  private static final Advertisement HOUSE =
      new Advertisement(
          "A4:C1:38:00:11:22",
          AddressType.PUBLIC,
          Optional.empty(),
          OptionalInt.of(-61),
          List.of("ff00"),
          "",
          "hci0",
          false);

  private static final Terminal SCREEN = Terminal.of(80, 24, false);

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(shown, true, StandardCharsets.UTF_8);

  @Test
  void givesWhatWasHeardSoFarWhenSomebodyEndsIt() throws Exception {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), System.out, err, Terminal.NONE, Terminal.NONE);
    try (Ending ending = Ending.onSignal(console.out());
        Progress progress = new Progress(err, SCREEN)) {
      FakeStack air = new FakeStack(Stack.BLUEZ).hearing(HOUSE).endlessly(ending::ask);

      assertThat(new Search(air, Duration.ofHours(1)).run(ending, progress)).containsExactly(HOUSE);
    }
  }

  @Test
  void saysHowFarItIs() throws Exception {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), System.out, err, Terminal.NONE, Terminal.NONE);
    try (Ending ending = Ending.onSignal(console.out());
        Progress progress = new Progress(new PrintStream(new Ender(ending), true), SCREEN)) {
      FakeStack air = new FakeStack(Stack.BLUEZ).hearing(HOUSE).endlessly(() -> {});

      new Search(air, Duration.ofSeconds(30)).run(ending, progress);
    }
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .startsWith("scanning, ")
        .containsPattern("scanning, [0-9]+ of 30 s: 1 battery, 0 other devices \\.\\.\\.");
  }

  /// Ends the scan as soon as its progress shows the battery.
  private final class Ender extends ByteArrayOutputStream {
    private final Ending ending;

    Ender(Ending ending) {
      this.ending = ending;
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      shown.write(bytes, from, length);
      if (shown.toString(StandardCharsets.UTF_8).contains("1 battery")) {
        ending.ask();
      }
    }
  }
}
