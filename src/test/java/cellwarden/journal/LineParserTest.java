package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EventJson;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineParserTest {

  private static final byte[] SAMPLE = EventJson.encode(Samples.aSample().withSeq(42));
  private static final byte[] FAULT = EventJson.encode(Samples.aFailure("myBattery", 1));

  @Test
  void knowsWholeLines() {
    assertThat(kind(SAMPLE)).isEqualTo(new LineKind.Numbered(42));
    assertThat(kind(FAULT)).isEqualTo(new LineKind.Plain(true));
    assertThat(kind("{\"time\":\"2026-11-22T14:00:00.123Z\",\"event\":\"x\"}"))
        .isEqualTo(new LineKind.Plain(false));
  }

  @Test
  void takesEveryBeginningOfALineForTorn() {
    for (byte[] whole : new byte[][] {SAMPLE, FAULT}) {
      for (int length = 1; length < whole.length; length++) {
        byte[] torn = Arrays.copyOf(whole, length);
        assertThat(kind(torn))
            .as(new String(torn, StandardCharsets.UTF_8))
            .isEqualTo(new LineKind.Torn());
      }
    }
  }

  @Test
  void takesLostSectorsForTorn() {
    for (int from = 0; from < SAMPLE.length; from += 7) {
      byte[] lost = SAMPLE.clone();
      Arrays.fill(lost, from, Math.min(from + 50, lost.length), (byte) 0);
      assertThat(kind(lost)).isEqualTo(new LineKind.Torn());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "[1]",
        "7",
        "{\"seq\":1}{\"seq\":2}",
        "{\"seq\":1}x",
        "{seq:1}",
        "{\"a\":1],\"b\":12345}"
      })
  void takesAnythingElseForDamaged(String line) {
    assertThat(kind(line)).isEqualTo(new LineKind.Damaged());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "1.0", "1e3", "9007199254740992", "1e999", "\"1\"", "null", "{}"})
  void takesNoNumberButAWholeOneFromOneOn(String seq) {
    assertThat(kind("{\"battery\":\"a\",\"seq\":" + seq + ",\"soc\":87}"))
        .isEqualTo(new LineKind.Misnumbered());
    assertThat(kind("{\"seq\":" + seq + ",\"fault\":{}}")).isEqualTo(new LineKind.Misnumbered());
  }

  @Test
  void takesTheLargestNumberThatThereCanBe() {
    assertThat(kind("{\"seq\":9007199254740991}"))
        .isEqualTo(new LineKind.Numbered(9_007_199_254_740_991L));
    assertThat(kind("{\"seq\":0,\"seq\":7}")).isEqualTo(new LineKind.Numbered(7));
  }

  @Test
  void findsTheDay() {
    assertThat(LineParser.day(SAMPLE, 0, SAMPLE.length)).contains(LocalDate.of(2026, 11, 22));
    assertThat(LineParser.day("{}".getBytes(StandardCharsets.UTF_8), 0, 2)).isEmpty();
    byte[] wrong = "{\"time\":\"noon\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(LineParser.day(wrong, 0, wrong.length)).isEmpty();
    byte[] far = "{\"time\":\"+10000-01-01T00:00:00Z\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(LineParser.day(far, 0, far.length)).isEmpty();
  }

  private static LineKind kind(String line) {
    return kind(line.getBytes(StandardCharsets.UTF_8));
  }

  private static LineKind kind(byte[] line) {
    byte[] amidOthers = new byte[line.length + 7];
    Arrays.fill(amidOthers, (byte) '{');
    System.arraycopy(line, 0, amidOthers, 3, line.length);
    return LineParser.kind(amidOthers, 3, line.length);
  }
}
