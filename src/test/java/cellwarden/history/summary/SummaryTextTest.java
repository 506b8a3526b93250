package cellwarden.history.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SummaryTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "13210000, 13.21",
    "-1, -0.000001",
    "-500000, -0.5",
    "1000000000000000, 1000000000",
    "-9223372036854775808, -"
  })
  void writesMillionthsAsDecimals(long millionths, String text) {
    assertThat(SummaryText.ofNumber(millionths)).isEqualTo(text);
    assertThat(read(text).number()).isEqualTo(millionths);
  }

  @ParameterizedTest
  @CsvSource({"-8018, -900000, -8018.9", "7, -250000, 6.75", "-1, 999999, -0.000001"})
  void writesSumsThatMillionthsCannotHold(long whole, long millionths, String text) {
    assertThat(SummaryText.ofDecimal(whole, millionths)).isEqualTo(text);
    SummaryText read = read(text);
    read.readDecimal();
    assertThat(read.readWhole() * 1_000_000 + read.readMillionths())
        .isEqualTo(whole * 1_000_000 + millionths);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        1_780_308_020_000L,
        1_780_308_020_250L,
        -1,
        253_402_214_400_000L,
        -62_135_596_800_000L
      })
  void writesTimes(long millis) {
    assertThat(read(SummaryText.ofTime(millis)).time()).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"myBattery", "left one", "a\nb", "\u00fc%", "-"})
  void writesNames(String name) {
    assertThat(SummaryText.ofName(name)).matches("[!-~]+");
    assertThat(read(SummaryText.ofName(name)).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 250, -250, 1L << 40})
  void comesToTheSameInAnyPieces(long value) {
    Slot whole = new Slot(0, 1);
    Slot pieces = new Slot(0, 1);
    for (int i = 0; i < 10; i++) {
      Slot piece = new Slot(0, 1);
      for (int j = 0; j < 10; j++) {
        whole.add(0, value * j - i, 10 * i + j + 1);
        piece.add(0, value * j - i, 10 * i + j + 1);
      }
      SummaryText read = read(text(piece));
      read.skipLine();
      assertThat(read.take(SummaryText.ofField(Section.FIELDS.getFirst()))).isTrue();
      Slot again = new Slot(0, 1);
      again.read(0, read);
      pieces.add(again);
    }
    assertThat(text(pieces)).isEqualTo(text(whole));
    assertThat(whole.count(0)).isEqualTo(100);
  }

  private static String text(Slot slot) {
    StringBuilder text = new StringBuilder();
    slot.write(Section.FIELDS, text);
    return text.toString();
  }

  private static SummaryText read(String text) {
    byte[] bytes = (text + "\n").getBytes(SummaryText.CHARSET);
    return new SummaryText(bytes, 0, bytes.length);
  }
}
