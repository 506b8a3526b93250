package cellwarden.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {

  @Test
  void controlCharactersAreWritten() {
    assertThat(Printable.of("a\033[31mb\007\n\r\tc\177\0"))
        .isEqualTo("a\\x1b[31mb\\x07\\n\\r\\tc\\x7f\\x00");
    assertThat(Printable.of(Character.toString(0x9B) + "31m")).isEqualTo("\\x9b31m");
  }

  /// What turns the direction of writing, what is not seen, line breaks of Unicode, half a pair.
  @Test
  void invisibleCharactersAreWritten() {
    for (int character : new int[] {0x202E, 0x200B, 0x2028, 0x2029, 0xFEFF, 0xD800}) {
      assertThat(Printable.of("a" + Character.toString(character)))
          .isEqualTo("a\\u%04x".formatted(character));
    }
  }

  @Test
  void whatIsSeenStays() {
    String text = "Hütte Süd, 12 V \\ $1 電池 🔋";
    assertThat(Printable.of(text)).isEqualTo(text);
  }
}
