package cellwarden.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WatchKeyTest {

  @ParameterizedTest
  @CsvSource({
    "q, QUIT",
    "^C, QUIT",
    "ESC[A, PREVIOUS",
    "ESCOB, NEXT",
    "ESC[C, NEXT",
    "ESC[D, PREVIOUS",
    "ESC, ALL",
    "CR, OPEN",
    "x, NOTHING",
    "ESC[15~, NOTHING"
  })
  void keysSayWhatTheyAreFor(String sent, WatchKey.What what) {
    String characters = sent.replace("ESC", "\u001b").replace("CR", "\r").replace("^C", "\u0003");
    assertThat(WatchKey.of(characters)).contains(new WatchKey(what, 0));
  }

  @Test
  void keysChooseTheBattery() {
    WatchChoice choice = new WatchChoice(3);
    assertThat(choice.isOverview()).isTrue();
    assertThat(take(choice, "\u001b[A")).isFalse();
    assertThat(choice.selected()).isEqualTo(2);
    take(choice, "\u001b[B");
    assertThat(choice.selected()).isZero();
    take(choice, "\n");
    assertThat(choice.isOverview()).isFalse();
    take(choice, "\u001b");
    assertThat(choice.isOverview()).isTrue();
    take(choice, "3");
    assertThat(choice.selected()).isEqualTo(2);
    assertThat(choice.isOverview()).isFalse();
    take(choice, "4");
    assertThat(choice.selected()).isEqualTo(2);
    assertThat(take(choice, "q")).isTrue();
  }

  @Test
  void oneBatteryHasNoOverview() {
    WatchChoice choice = new WatchChoice(1);
    take(choice, "\u001b");
    assertThat(choice.isOverview()).isFalse();
    take(choice, "\u001b[B");
    assertThat(choice.selected()).isZero();
  }

  private static boolean take(WatchChoice choice, String sent) {
    return choice.take(WatchKey.of(sent).orElseThrow());
  }
}
