package cellwarden.journal.files;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.EventJson;
import cellwarden.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineTest {

  private static final byte[] SAMPLE = EventJson.encode(Samples.aSample().withSeq(42));
  private static final byte[] FAULT = EventJson.encode(Samples.aFailure("myBattery", 1));

  @Test
  void knowsWholeLines() {
    assertThat(line(SAMPLE))
        .isEqualTo(new Line(Line.Kind.SAMPLE, 42, "2026-11-22T14:00:00.123Z", true));
    assertThat(kind(FAULT)).isEqualTo(Line.Kind.FAULT);
    assertThat(kind("{\"time\":\"2026-11-22T14:00:00.123Z\",\"event\":\"x\"}"))
        .isEqualTo(Line.Kind.EVENT);
  }

  @Test
  void takesEveryBeginningOfALineForTorn() {
    for (byte[] whole : new byte[][] {SAMPLE, FAULT}) {
      for (int length = 1; length < whole.length; length++) {
        byte[] torn = Arrays.copyOf(whole, length);
        assertThat(kind(torn))
            .as(new String(torn, StandardCharsets.UTF_8))
            .isEqualTo(Line.Kind.TORN);
      }
    }
  }

  @Test
  void takesLostSectorsForTorn() {
    for (int from = 0; from < SAMPLE.length; from += 7) {
      byte[] lost = SAMPLE.clone();
      Arrays.fill(lost, from, Math.min(from + 50, lost.length), (byte) 0);
      assertThat(kind(lost)).isEqualTo(Line.Kind.TORN);
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
    assertThat(kind(line)).isEqualTo(Line.Kind.DAMAGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "1.0", "1e3", "9007199254740992", "1e999", "\"1\"", "null", "{}"})
  void takesNoNumberButAWholeOneFromOneOn(String seq) {
    assertThat(kind("{\"battery\":\"a\",\"seq\":" + seq + ",\"soc\":87}"))
        .isEqualTo(Line.Kind.MISNUMBERED);
    assertThat(kind("{\"seq\":" + seq + ",\"fault\":{}}")).isEqualTo(Line.Kind.MISNUMBERED);
  }

  @Test
  void takesTheLargestNumberThatThereCanBe() {
    assertThat(line("{\"seq\":9007199254740991}"))
        .isEqualTo(new Line(Line.Kind.SAMPLE, 9_007_199_254_740_991L, "", false));
    assertThat(line("{\"seq\":0,\"seq\":7}")).isEqualTo(new Line(Line.Kind.SAMPLE, 7, "", false));
  }

  @Test
  void findsTheDay() {
    assertThat(line(SAMPLE).day()).contains(LocalDate.of(2026, 11, 22));
    assertThat(line("{}").day()).isEmpty();
    assertThat(line("{\"time\":\"noon\"}").day()).isEmpty();
    assertThat(line("{\"time\":7}").day()).isEmpty();
    for (String year : new String[] {"-1000000000", "-0001", "+10000", "+1000000000"}) {
      assertThat(line("{\"time\":\"" + year + "-01-01T00:00:00Z\"}").day()).as(year).isEmpty();
    }
  }

  private static Line.Kind kind(String line) {
    return line(line).kind();
  }

  private static Line.Kind kind(byte[] line) {
    return line(line).kind();
  }

  private static Line line(String line) {
    return line(line.getBytes(StandardCharsets.UTF_8));
  }

  private static Line line(byte[] line) {
    byte[] amidOthers = new byte[line.length + 7];
    Arrays.fill(amidOthers, (byte) '{');
    System.arraycopy(line, 0, amidOthers, 3, line.length);
    return Line.of(amidOthers, 3, line.length);
  }
}
